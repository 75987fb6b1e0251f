"""Phrases in which people speak of their own death or of harming themselves.

They are looked for in plain words (`crisis_words.plain`), so "wanna", "dont" and "really" need no
thought here. They follow the warning signs that suicide prevention teaches: a wish to die or not to
wake, no reason to live, being a burden, no way out, means at hand, self-harm, goodbyes.
"""

from __future__ import annotations

import re
from typing import Final

_STOP: Final = r"(?= ?(?:\.|$))"  # the end of a sentence
_SOON: Final = rf"(?= ?(?:\.|$|and\b|because\b|but\b|if\b|i\b|tonight\b|not joking))"
_UP_TO = {n: rf"(?: [\w']+){{0,{n}}}" for n in (1, 2, 3, 4, 6)}
_1, _2, _3, _4, _6 = _UP_TO.values()
_KIN: Final = r"(?:mum|dad|kids?|children|son|daughter|family|wife|husband|parents|brother|sister)"
_PILLS: Final = r"(?:pills|tablets|paracetamol|painkillers|meds|aspirin|sleeping pills)"
_WHERE: Final = (  # what follows where the words speak of a place or a way to live, not of life
    r"(?! (?:in|with|near|there|next|alone|together|at|out|off|under|by|on my|up|without|music)\b)"
)
_BE_GONE: Final = (
    r"(?:die|be dead|be in the ground|not be alive|not exist|not to exist|stop existing|be erased"
    r"|stop breathing|stop living|never wake up|never have been born|be nothing|not live"
    r"|(?:disappear|vanish|sleep|go to sleep) (?:forever|for good)|delete myself|erase myself"
    r"|leave this (?:world|earth|planet|life)|leave this place for good|not be here anymore)"
)
_GONE: Final = (
    r"(?:die|died|dead|gone|disappear|disappeared|vanish|vanished|killed|live or die"
    r"|not (?:here|around|alive|born)|do not wake|did not exist|left this (?:world|life))"
)

_WISH: Final = (
    rf"(?:want\w*|wish\w*|hop(?:e|ing)|pray\w*|ready|rather|sooner|prefer|deserve|need|meant"
    rf"|decided|plan\w*|waiting|beg\w*|easier|try\w*|tried|scared|supposed|like){_3} {_BE_GONE}\b"
    r"(?! of\b| from\b| laughing\b| for\b)",
    r"(?:want|like) to not be" + _STOP + r"|not to (?:exist|be alive)\b|decided not to be alive",
    rf"(?:want|wish|hope|hoping|glad|rather) i (?:was|were|am|had) (?:not |never )?(?:dead|alive|born"
    r"|gone|been born|erased)\b|i was not alive\b|i were not (?:alive|born|here)\b|i did not exist",
    r"wish (?:i could (?:disappear|vanish|die|erase|stop existing|not exist|sleep and never)"
    r"|my heart would|(?:it|they) had (?:worked|not found me|let me die))|i were never born",
    r"never been born|never asked to be born|should have let me die|please let me die|^let me die",
    r"should not (?:be alive|have (?:survived|been born|woken))|i should be (?:gone|dead)\b|belong among the living|if i die they will|where my brother went",
    r"(?:do|did) not deserve (?:to )?(?:live|life|be alive|exist|air|be here)\b",
    r"(?:rather|better|easier|sooner|nice|peaceful|lucky)(?: off)?(?: to be| be)? dead\b|rather not be (?:in the|here|alive)",
    r"might as well (?:be dead|die|end)|may as well (?:die|finish it)|worth more (?:to them )?dead",
    r"i want to (?:disappear|vanish|drown|fade)(?: and (?:never|not)|" + _STOP + r"| until i am gone)",
    r"(?:want|ready) to be (?:gone|dead)\b|want\w* to be dead|what if i (?:just )?died\b",
    r"i want out(?: of (?:this life|everything|breathing|living|life)|" + _STOP + r")",
    r"songs? to die to|want (?:to )?(?:kill|end) (?:it|me)\b|my (?:own )?(?:death|suicide)\b(?! metal)",
    r"part of me wants? to|i (?:want|need) (?:it|me) dead|something to kill me|wantto die",
)
_WAKING: Final = (
    r"(?:hop\w+|wish\w*|pray\w*|want\w*|bargain|beg|asked?|grateful|fine|glad|okay|mind|sleep"
    r"|asleep|bed|until|bother)(?: (?:i|to|that|god|every|night|in|my|it|me|for|go|going|and|could"
    r"|would|do|did|was|if|bed|fall|fell|sleep|will|up|with|hard|enough|drink|tonight)){0,8}"
    r" (?:not|never|stop|do not|did not) (?:to )?(?:wak\w+|woke|come back)\b"
    r"(?! (?:at|early|before|from|him|her|the|you|so|next|to)\b)",
    r"(?:stopped|do not|did not|no|without|never)(?: (?:want\w*|need|to|care|i|like|expect\w*)){1,3}"
    r" (?:wak\w+|woke) (?:me )?up\b(?! (?:at|early|before|from|next|alone|so|with|to|late|in)\b)",
    rf"woke up (?:alive|and i was angry|and wished)|(?:disappointed|angry|cried|resent|sad){_4}"
    r" (?:woke up|to be alive|alive this|eyes opened|they opened)\b|keeps beating and i",
    r"why (?:am i|i am|do i have to be|should i|bother|should i bother) (?:\w+ )?(?:alive|living|stay\w* alive)",
    r"bother staying alive|(?:oh no|unfortunately|sadly) alive|alive (?:\. )?unfortunately",
    r"here \. unfortunately|hate (?:being|that i am) alive|long sleep with no waking|i stay alive for",
)
_REASONS: Final = (
    r"(?:tired|sick|done|weary|exhausted|finished|through|fed up|enough)(?: of| with|)"
    r" (?:being (?:alive|a person|here on earth)|living|life|exist\w*|breathing|existence)\b" + _WHERE,
    r"done with being here|done (?:trying|fighting) to (?:live|stay)|over being alive",
    rf"(?:no|not|any|lost|losing|without|find|one|give me|need|see|hear|out of){_3}"
    r" (?:will(?= to)|reasons?|point|purpose|wish|desire)(?: left)? (?:(?:to|in|for|of) )?"
    r"(?:live|living|life|stay|exist\w*|being (?:here|alive)|be alive|be here|carry\w*|going on|go on"
    r"|keep going|continu\w*|see the morning|live through)\b"
    r"(?! (?:in|with|near|together|up|awake|home|about|for|single|late|on at)\b)",
    r"reasons? (?:not to|to (?:stay|live))(?: (?:do it|die|alive|here))?" + _STOP + r"|out of reasons",
    r"(?:what is|where is|is there) (?:the |any )?(?:point|use|purpose|sense) (?:of|in|to)"
    r" (?:living|life|being (?:alive|here)|going on|exist\w*|carrying|continuing|any of it|it all"
    r"|staying alive|staying|me|breathing)\b(?! (?:home|late|in|up|out)\b)",
    r"(?:life|living|it) (?:is |feels )?(?:\w+ )?not worth (?:it|living)\b|not worth (?:living|being alive)",
    r"nothing (?:left )?to live for(?! up)|nothing keeps me|nothing left for me here",
    r"(?:do|did|does|can|would|will|could) not (?:[\w']+ ){0,2}?(?:want|wish|care|need|like|plan"
    r"|intend|expect|deserve)(?: [\w']+){0,3} (?:live|living|alive|exist|existing|survive|here anymore"
    r"|on this (?:earth|planet)|around anymore)\b" + _WHERE,
    r"(?:do|did) not (?:want|wish)(?: to)? (?:be here|(?:there to be )?a tomorrow|another (?:day|birthday)"
    r"|be anymore|tomorrow to come|stay anyway)(?: anymore| tomorrow| alive| at all| thanks)?" + _STOP,
    r"(?:hate|despise|resent) (?:being alive|living|existing|that i exist|my existence)\b" + _WHERE,
    rf"(?:being alive|living|existing|existence) (?:is|hurts|feels)(?: [\w']+){{0,2}} (?:hell|pain\w*"
    r"|punish\w*|unbearable|torture|much|problem|hard\w*|exhausting)|being alive hurts|living does\b",
    r"will to live\b|giv(?:e|en|ing) up (?:\. )?on (?:life|living)|no fight left|stopped fighting to",
    r"(?:how|can not|could not|help me|keep me|keep myself|not strong enough|only|talk me into)"
    r"(?: [\w']+){0,5} (?:stay|keep|go on|wanting|want|staying|be|keeping)(?: to| me| myself)?"
    r" (?:alive|living|live)\b(?! (?:in|with|by)\b)|not strong enough to stay|worth keeping alive",
    r"keeps? me (?:alive|here\b|on this planet)|keeping (?:me|myself) (?:alive|here)\b"
    r"|makes (?:you|me) (?:not want to die|stay on this)|only (?:alive|here) because of my",
    r"i can not (?:do|take|bear|face|stand|go|carry|live|exist)(?: (?:this|it|on|life|like|with|another"
    r"|one|more|tomorrow|day|being|anymore|the|of|any|minute|pain)){0,6}" + _STOP,
    r"can not (?:do life|bear to exist|bear one more day|go on living)|another day on this earth"
    r"|one more day is one too many|not built for (?:being alive|life)|cant do life",
    rf"my (?:life|story|existence)(?: [\w']+){{0,2}} (?:to be over|to end|ends here|already finished"
    r"|is over and i am|is the problem)|end (?:of|to) my (?:life|story)|(?:hate|want) my life (?:to|over)",
    r"(?:no|see|picture|imagine|any|not)(?: [\w']+){0,3} (?:future|tomorrow|birthdays?|christmas|summer)"
    r"(?: [\w']+){0,2} (?:for me|with me)\b|no future \. at all|do not see a future",
    r"can not (?:picture|imagine|see) (?:myself (?:at|alive|living)|a future|any future)|\bfuture with me in",
    r"life and me (?:are|we)|(?:had|lived) enough of (?:life|living|it all|everything)|i have lived enough"
    r"|overstay\w* my welcome on|(?:one|giving life one|give it one) last (?:week|summer|try) (?:and|before)"
    r"|giving life one last|death does not want me|i stopped wanting",
)
_BURDEN: Final = (
    rf"better(?: off)?{_3} (?:without me\b|if i (?:was|were|am|had|died|did|left|disappeared|went)\b)",
    rf"(?:everyone|they|{_KIN}|world|people|all|friends|twins|baby|team|he|she)"
    r"(?: [\w']+){0,4} better off(?: without me)?" + _STOP,
    r"better off with (?:another|someone else|a different|the insurance)|life insurance at least"
    r"|insurance would pay them|debt dies with me",
    r"(?:free|rid|relieved|happier|lighter|easier|go on|better|cope)(?: of| \w+){0,2}"
    r" (?:of me|without me|if i (?:was|were|died|am|went)|i am (?:gone|dead))\b|and be free of me",
    r"subtract me|take me out of the picture|(?:need|want)s? me (?:gone|dead)",
    rf"(?:nobody|who|anyone|anybody|they|everyone|it|you|he|she|people){_4} (?:notice|cares?|miss|cry"
    rf"|matter|mourn|sorry|feel|love|loved|know)(?: [\w']+){{0,3}} (?:if|when|that|whether) i"
    rf" (?:[\w']+ ){{0,3}}?{_GONE}\b",
    rf"(?:if|when) i (?:was|were|am) (?:gone|dead) (?:\w+ )?(?:it|they|he|she|you|nobody)\b",
    r"i (?:am|feel like|have become|must be)(?: [\w']+)?(?: a| such a| the)? (?:burden\b(?! of proof)"
    r"|waste of (?:air|space|oxygen|skin)|mistake\b)|being here was a mistake",
    r"nobody (?:needs me|cares) (?:alive|if i)|would (?:come to my funeral|not miss me)\b"
    r"|world will not miss me|would (?:you|anyone|anybody) miss me",
    rf"do(?:ing)? (?:everyone|them|the world|the planet|my {_KIN}|all of them){_1} a (?:favou?r|kindness)",
    r"not (?:be|going to be) (?:a |anyone'? is |anybody'? is |your )?(?:problem|burden|bother) for much"
    r"|soon i will not be anyone|put up with me anymore|will not bother anyone again",
    r"best thing i could do(?: [\w']+){0,3} is die|my death would|only dying clears|"
    r"(?:they|he|she|you|it) (?:will|can not|could not|might)(?: [\w']+){0,4} (?:when|if|once) i am dead",
)
_HARM: Final = (
    r"(?:kill|hang|shoot|drown|overdos(?:e|ing)|hurt|harm|burn|cut|bit|scratch|poison|starv|slit|stab"
    r"|end|suffocat|punish)(?:e|ing|ting|ping|ning)? (?:and \w+ )?(?:myself|my (?:body|skin|flesh))\b",
    r"(?:biting|burning|cutting|hurting|killing|harming) (?:and \w+ )?myself\b|hurting my body|kms\b",
    r"kill me (?:please|i am serious|because i)|(?:someone|somebody) kill me please|end me" + _STOP,
    r"(?:told me to|they said|go) (?:kill myself|kys|die i (?:will|should)|die maybe)|kys and",
    r"selfharm\w*(?! (?:free|awareness|project|exam|essay|statistics|tomorrow|clean))",
    r"sh (?:again|tonight|urges?)\b|(?:urges|thoughts) are (?:back|bad|loud)\b",
    r"(?:slit\w*|slash\w*|cut|cutting|cuts on|lines on|star(?:e|ing) at|blade to|razor to)(?: up)?"
    r" (?:my|his|her|their) (?:own )?(?:wrists?|veins|arms?|thighs?|legs?)\b",
    r"burn my (?:arms?|skin|legs?)\b|scratching my (?:arms|skin|wrists)|wrists are|thighs are a mess"
    r"|my arms look|head against the wall till|lighter on my skin|only thing that (?:helps|makes it quiet)",
    r"(?:been|started?|back to|restarted|(?:i|she|he|is|am|who) (?:is|am|has been)) cutting\b"
    r"(?: (?:again|tonight|herself|himself|myself|every|to feel|to cope|and won)|" + _STOP + r"|(?= i))",
    r"cutting (?:again|tonight|myself)\b|^cutting" + _STOP + r"|stop me cutting|cut deeper\b",
    r"(?:urges?|need|want|going|wanted|desperate) to cut(?: (?:so|again|tonight|bad|deep\w*|myself"
    r"|and|will)\b|" + _STOP + r")|i (?:relapsed|cut) (?:last night|again|tonight|i cut)\b|again \. cut\b",
    r"(?:fresh|new) (?:cuts|lines)\b|cuts on (?:my|his|her)\b|relapsed(?: [\w']+){0,4} (?:arms|cut\w*|razor)",
    r"(?:razors?|razor blades?|blade)(?: [\w']+){0,3} (?:hand|again|there|wrists?|skin|phone|pillow|after)\b",
    r"(?:picked up|reach\w* for|hold\w*|found|distract me from)(?: the| my| a)? (?:razors?|razor blades?|blade)\b",
    r"(?:want|need) to (?:bleed|see blood|see my own blood|feel pain)\b|hurts (?:herself|himself)\b"
    r"|bleeding and i do not care|hid(?:ing)? the knives from myself|take my razors",
    rf"(?:too many|all (?:of )?(?:the|my|them)|(?:whole|full) (?:bottle|pack|packet|box|strip)|enough"
    rf"|handful of|thirty|twenty|forty|fifty|\d\d+)(?: of)?(?: [\w']+){{0,2}} {_PILLS}\b",
    r"i (?:have )?(?:just )?(?:took|taken|swallowed) (?:all of them|them all|the whole (?:bottle|pack\w*))"
    r"(?! of)|^(?:took|swallowed) (?:all of them|them all)|(?:took|taken) (?:the |some )?pills (?:an hour|and)",
    rf"{_PILLS} (?:are )?(?:\w+ )?(?:on the table|in front of|lined up|ready|next to me|counted|saved)",
    rf"(?:saving|saved|hoard\w*|stockpil\w*)(?: up)?(?: my| the)? {_PILLS}|bottle of pills next to",
    r"i (?:have|have got|got) (?:the|those|enough) (?:pills|noose|gun|rope|tablets|blade)\b(?! cabinet)"
    r"|has the pills|i have taken the (?:pills|tablets)|packet of pills|pills an hour ago",
    r"how many (?:pills|tablets|paracetamol|does it take|would it take|do i need)\b",
    r"(?:the|my|this|dad is) (?:rope|noose|gun|pistol|shotgun|hose)(?: is)? (?:in|on|ready|here|beside|"
    r"there|loaded)\b(?! the wall of)|tie a noose|(?:bought|got) (?:a|the|some) (?:rope|noose)\b"
    r"|sitting (?:here )?with the (?:gun|pills|rope)|gun in my (?:hand|mouth)|keeps the gun on",
    r"(?:stopped|quit|not taken|skipping)(?: taking)? my (?:insulin|heart)|stopped eating (?:and drinking|i want)"
    r"|suicide watch|took me off watch|what i would do" + _SOON,
)
_ACT: Final = (
    rf"(?:end|ending|take|taking) (?:my|their|his|her) (?:own )?(?:life|story|suffering|existence)\b",
    r"(?:want\w*|going|think\w*|ready|time|might|will|could|should|plan\w*|consider\w*|not to|talk\w*"
    r"|reason|decided|am|about)(?: [\w']+){0,3} (?:end|ending) (?:it|things|everything)"
    r"(?: (?:all|tonight|soon|for good|before|today|here|forever))*" + _SOON,
    r"to end it all\b|end it all" + _STOP + r"|i (?:can|will|could) end it\b|ending it (?:tonight|all|soon|by)",
    r"(?:want|need|wish|please let|let)(?: for)? (?:it|it all|everything|all of (?:it|this)|the (?:pain|hurt"
    r"|hurting|voices|suffering)|this (?:pain|life)|my (?:life|existence|pain|suffering)) (?:all )?(?:to )?"
    r"(?:stop|end|be over)\b(?! (?:with|raining|by)\b)|make it end|i want it over" + _STOP,
    r"make it stop (?:please )?(?:make it stop|i can not)|when will it be over",
    r"(?:no|not|any|only|one|another)(?: [\w']+){0,4} ways? out\b(?! (?:of (?:this |the |that )?(?:traffic"
    r"|meeting|maze|building|contract|car|party|town|deal|school|lease|escape)|west|for us))",
    r"only (?:exit|option|escape)\b(?! key)|my exit\b|the exit is\b|and there is one fix|one thing left to",
    r"(?:jump\w*|step|stepping|stepped|leap\w*|throw(?:ing)? myself|yeet myself|fall)(?: [\w']+)? (?:off"
    r"|in front of|under|from|out of)(?: a| the| that| my| this)? (?:bridge|roof|balcony|ledge|cliff"
    r"|building|train|tracks|platform|traffic|truck|bus|lorry|tower|car park|window)\b(?! in chapter)",
    r"(?:think\w*|thought)(?: [\w']+){0,2} (?:driving off|driving into|turning the wheel|jumping|hanging)\b(?! out)",
    r"i am (?:going to|about to) jump" + _STOP + r"|he would jump" + _STOP + r"|(?:nearly|almost) jumped"
    r"|almost stepped off|from the ledge|on the ledge\b(?! of)|walking out of the window",
    r"keep going to the bridge|to the tracks again|walk\w* into the (?:sea|ocean|river|lake|snow)"
    r"(?: up to my neck| and (?:not|never|lie))|chickened out|edge of the platform|timed the express",
    r"(?:i am|she is|he is|^)(?: \w+)? ?(?:standing |sitting )?(?:on|at|over) (?:the|a) (?:bridge|ledge|railing"
    r"|edge|parapet)\b(?! (?:with|watching|of|waiting|kissing|fixing|in|by|cars|at sunset)\b)"
    r"|on the roof and it is quiet|car park roof|edge and looking down|close to the edge",
    r"(?:water|balcony|ground|river) (?:looks|keeps) (?:\w+ )?(?:peaceful|inviting|easy|soft|calling)",
    r"(?:hope|wish|hoping|want|would not mind|praying|if)(?: [\w']+){0,6} (?:hit by (?:a|the) (?:bus|car|train|truck"
    r"|lorry)|would (?:just )?hit me|heart (?:stops|to stop|would stop)|make it home|accident it is)\b",
    r"would not (?:step|move|get) out of the way|plane went down with me|look when i cross the road"
    r"|terminal diagnosis|bridge with (?:me|them) in it|i want the tree|car going off",
    r"(?:do|doing) something (?:stupid|permanent|i can not take back|to myself)(?: tonight| to myself)?" + _STOP,
    r"(?:scared|afraid|frightened)(?: of| that| about)?(?: i will| i might)? (?:kill|hurt) myself|scared of my own hands"
    r"|what i (?:might|would|will) do tonight|scared of what i (?:might|will|would|could)|danger to myself|safe from myself",
    r"(?:do|can) not trust myself (?:tonight|alone|to be)|not safe (?:with|from|around) myself|not safe" + _STOP,
    r"(?:going|about|ready) to do it(?: (?:tonight|now|soon|going)|" + _STOP + r")|i will do it (?:first|tonight)"
    r"|(?:close to|before|without) doing it|too scared to do it|how to do it" + _STOP,
    r"only (?:reason|thing)(?: [\w']+){0,3} (?:not done it|stopping me|holding me here)|have done it (?:already|by)"
    r"|nobody (?:is going to|can|will) stop me (?:this time|anymore|tonight)|sure nobody can stop me|(?:someone|somebody) stop me" + _STOP + r"|(?:please|begging) (?:someone )?stop me|stop me tonight",
    r"talk me (?:down|out of this)" + _STOP + r"|can not kill myself|commit\w* suicid\w*|attempt failed"
    r"|(?:second|third|another) attempt\b|picked (?:a|the) (?:date|day)(?: and i feel|" + _STOP + r")"
    r"|i know how and i know when|plan and nobody knows|my therapist does not know",
    r"(?:crisis line|hotline|helpline|samaritans) (?:and|but|put|hung)|crisis team left"
    r"|(?:lied|passed)(?: [\w']+){0,6} (?:i am safe|harm\w*|risk assessment)\b|i am safe i am not|risk assessment by lying|asked if i would harm",
)
_MIND: Final = (
    r"(?:think\w*|thought\w*|fantasi\w*|daydream\w*|obsess\w*|ideation)(?: [\w']+){0,3} (?:my (?:own )?(?:death|funeral"
    r"|suicide|end)|about (?:death|dying)|of (?:death|dying)|being dead|not (?:existing|being here|being alive"
    r"|waking up)|killing myself|ending it|about being dead)\b(?! (?:metal|note|star|row|in))",
    r"death (?:sounds|seems|looks|feels|would be)(?: [\w']+){0,2} (?:rest|peace\w*|easier|better|nice|relief|only"
    r"|comfort\w*|freedom)|dying (?:sounds|would be|seems) (?:\w+ )?(?:easier|better|nice|peaceful|relief)",
    r"dying does not scare me|(?:envy|jealous of)(?: people who are)?(?: the)? dead\b|the dead have it|wished for mine"
    r"|put me in the ground|failure at dying|being dead (?:sounds|seems|would)",
    r"(?:how long|does it hurt|painful|painless\w*|quick\w*|easiest?)(?: [\w']+){0,4} (?:to die|to drown|ways?)\b"
    r"|ways to die\b|lists? of ways|looking up painless|googled how to die|before it counts",
    r"(?:voices?|my head|my brain|thoughts)(?: [\w']+){0,4} (?:tell\w*|says?|showing|telling)(?: me)?(?: to| my own)?"
    r"(?: [\w']+)? (?:jump|do it|end|die|kill|hurt|death|cut)\b",
    r"(?:dark|bad|dangerous|those) (?:thoughts|ones)(?: [\w']+){0,3} (?:i am scared|about not being here|the dangerous)"
    r"|those thoughts again|thoughts are back|started again the thoughts",
    r"(?:do not think|will not|not sure)(?: i (?:will|can))? (?:make it|survive)(?: [\w']+){0,2} (?:night"
    r"|morning|week|tonight)\b|another week in me|finished with being a person|stayed here long enough",
    r"foot gets heavy|closed my eyes(?: [\w']+){0,6} (?:motorway|highway)|inside i (?:am|have) already (?:dead|left)"
    r"|already left inside|dead inside may|whole existence|(?:peace|quiet|silence) (?:the permanent|that does not end)",
)
# An intent and a way, near each other: "keep thinking of", "tempted to" … "drive into a tree".
_INTENT: Final = (
    r"(?:want\w*|going|think\w*|thought|feel like|could|keep|kept|pictur\w*|imagin\w*|about|tempted"
    r"|might|plan\w*|ready|consider\w*|urge|need|wish|close|nearly|almost|tried|trying|should|from"
    r"|back from|attempt\w*|look\w*|stop myself|gonna|i will)"
)
_WAY: Final = (
    r"(?:(?:walk|step|run|driv|crash|swerv|steer|veer|swim|fall|jump|leap|throw)\w*(?: [\w']+){0,3}"
    r" (?:into|off|in front of|under|out in) (?:a |the |my |oncoming |some )*(?:traffic|trains?|trees?"
    r"|walls?|sea|ocean|water|bridge|cliff|lorry|truck|bus|road|river|roof|balcony|platform|tracks)"
    r"|overdos\w*|hang(?:ing)? (?:myself|there)|slit\w*|bleed\w* out|cut (?:again|bad\w*|myself)"
    r"|(?:take|end) (?:my life|it all)|attempt again)\b"
)
_METHOD: Final = (
    rf"{_INTENT}{_4} {_WAY}(?! (?:club|party|in chapter|prevention))",
    r"(?:picture|pictur\w*|imagin\w*|planning|plan)(?: [\w']+){0,2} (?:my (?:own )?(?:death|funeral)|myself (?:hanging"
    r"|dead|dying|jumping|gone))|my own (?:funeral|obituary|cremation|burial|death)|my funeral(?: [\w']+)? soon",
    r"(?:tying|tied|tested|the|there is a) (?:the )?(?:rope|belt|noose)(?: is)? (?:up" + _STOP + r"|now|around (?:the beam|my neck)|ready)"
    r"|belt around my neck|tested the rope|practised with the belt|knife (?:against|to) my|knife in my hand and"
    r"|(?:gun|pistol|shotgun) is loaded|looking at the knife|got the razor|pills are open|razor is",
    r"(?:bottle of pills and|box of (?:paracetamol|pills|tablets|painkillers)|after (?:all )?those (?:pills|tablets)"
    r"|(?:pills|tablets) and (?:whisky|vodka|wine|gin)|took an overdose|took pills|overdosed on (?:mon|tues|wednes|thurs"
    r"|fri|satur|sun)day|drunk bleach|taken something" + _STOP + r"|swallowed my \w+ all of them|pumped my stomach)",
    r"(?:tried to|trying to|going to) (?:overdose|take my (?:own )?life|hang|od)\b|attempted (?:twice|suicid\w*|again)"
    r"|survived my attempt and i|how (?:many|deep|high)(?: [\w']+){0,5} (?:to cut|is fatal|enough" + _STOP + r")",
    r"(?:cut|carved|burn\w*|bruise|hit|punch\w*)(?: [\w']+){0,3} (?:deeper|into my (?:leg|arm|skin|thigh)|because i deserved?"
    r"|where nobody can see|until i stop|when i feel nothing)|miss cutting" + _STOP + r"|stop cutting" + _STOP,
    r"(?:blood|scars?) (?:everywhere and i|on scars|on the bathroom floor)|i bleed" + _STOP + r"|glass to cut with|to cut with"
    r"|deserve (?:the )?pain|hurt myself today|peel my own skin|feet over the edge and|floor feet over the edge",
    r"(?:on|by|at) the (?:train )?tracks? (?:looking|waiting)|on the train track|edge of the roof|on a bridge and|letting trains go by"
    r"|lay on the road|running car in the garage|(?:the )?garage door is shut|turned the gas on" + _STOP + r"|can not swim" + _STOP,
)
_PEACE: Final = (
    r"(?:sounds|starting to sound|seems|be|is|would be) (?:\w+ )?(?:good|better|nice|a mercy|peaceful) (?:than here|to (?:die|be dead))"
    r"|death would be|i (?:long|crave|beg|am begging|pray) for (?:my )?death|(?:look\w* forward to|can not wait (?:to|till i)|happy to"
    r"|be happy to|peace with|accepted(?: that)?|close to|deserve to|should|starting to want to) (?:die\b|dying\b(?! my)|am dead|i am going to die|leaving" + _STOP + r")",
    r"dying (?:is starting|sounds|by my own)|by my own hand|i (?:should|could|would) (?:just )?(?:die|kill myself)" + _SOON
    + r"|people like me should|choose (?:death|not to be here)|i pick die|either death or|live like this or",
    r"six feet under" + _STOP + r"|(?:bury me" + _STOP + r"|dig my grave|my grave is|in the grave\b)|in my next life|all in the next life|my maker" + _STOP + r"|(?:be|rather be|be with (?:my )?\w+|see my \w+)(?: again)?(?: soon)? in heaven|to jesus tonight",
    r"(?:my )?time (?:is up|here is over|has come)(?: for me)?(?: and i|" + _STOP + r")|nobody can hurt me|i will not feel anything"
    r"|no pain anymore" + _STOP + r"|pain will be over|no more pain" + _STOP + r"|there will not be a me|me being alive|my being here",
    r"(?:find|found|finds) my body|my body will|whoever finds me|find me out here|with my body|do not try to save me" + _STOP + r""
    r"|^do not save me" + _STOP + r"|save me from myself|rescued" + _STOP + r"|too late for me\b|late i (?:have )?already (?:took|done|taken)|by the time you read this",
    r"(?:can not|could not) stay" + _STOP + r"|tell (?:everyone|my kids) i tried(?: my best)?" + _STOP + r"|(?:demons|depression|darkness) (?:won|wins)|depression is going to kill me"
    r"|(?:brain|mind|head) wants (?:me dead|to kill me)|something (?:happens|happened) to me tonight|i am (?:in crisis|in danger from)|feeling (?:\w+ )?unsafe tonight",
    r"(?:wish|hope|why (?:do not|can not)) i (?:would |could )?(?:get|got|had) cancer|wish i had been aborted|was a miscarriage|should not have been born"
    r"|never (?:supposed|meant) to be (?:alive|born)|place for me in this world|made for me and i am leaving|want off (?:this (?:planet|ride|world)|" + _STOP + r")",
    r"on this planet i never|(?:nothing|nobody|no one|who)(?: [\w']+){0,3} (?:live for|wake up for|get up for and)|hate waking up|(?:each|every) day i wake up i am"
    r"|i am already dead|dead inside and|(?:no|zero) (?:strength|energy|desire|will|wish)(?: left)? to (?:live|be alive|carry on|go on)|retiring from life|uninstalling life",
    r"(?:see why i should|not|be|should i) (?:stick|sticking) around|letting it take me|let the water have me|life is not for me i am|nobody to catch me"
    r"|only (?:one )?(?:solution|option|way to stop the pain|person i am a threat)|out of options" + _STOP + r"|i give up on everything including|last (?:night|day|time) on earth",
    r"farewell cruel|(?:bye|goodbye) world|peace out forever|i am checking out early|out bye|(?:playlist|songs?|music) to die to|(?:last|final) thing i (?:want to|will) hear"
    r"|said all my goodbyes|for (?:my last sleep|when i close my eyes for good)|given up on living|for the end" + _STOP + r"|die in silence|die alone so",
    r"(?:decided|choosing|chosen|ready) (?:that )?(?:today is the day|to go" + _STOP + r")|i have the method|calm that i have decided" + _STOP
    + r"|the method and the place" + r"|in place for tonight" + _STOP + r"|since i decided to die|everything i need to end|stop myself (?:this time|from doing it)|survive tonight|how do i stay" + _STOP,
    r"(?:shoot|put) me (?:i am begging|down like)|bullet in my (?:head|brain)|out of my misery please|someone would (?:murder|kill) me|kills me in my sleep|what would happen if i jumped"
    r"|let go of the wheel" + _STOP + r"|(?:least|less) painful way|hurts the least|would it be bad if i ended|cremation today|burial plot|will bury me in|video for my \w+ for after|donating my organs soon|my life to someone who",
)
_GOODBYE: Final = (
    r"(?:goodbye|suicide|farewell) (?:notes?|letters?)\b(?! (?:to|from|for) (?:my (?:team|boss|job|colleagues)"
    r"|cigarettes|smoking|work))|the notes? (?:is|are) (?:in|on|under|written)\b",
    r"(?:wrote|written|finished) (?:the |my )?(?:notes|letters)\b|the letters are (?:in|on|under|written|ready)"
    r"|found my \w+ is note|note for when",
    r"(?:said|whispered|rehears\w+)(?: my)? goodbyes?(?: to)?(?: (?:everyone|each|them all|the twins|the kids|my kids)|"
    + _STOP + r")|goodbye (?:everyone|world|forever|cruel)|bye (?:\. )?forever|sorry for everything goodbye|sent me a goodbye",
    r"this is goodbye" + _STOP + r"|this is goodbye i|affairs in order|settled my affairs|arranged everything"
    r"|nothing more to arrange|will is signed|gave away my things|giv\w+ (?:his|her|my|all my) things away|will not need it" + _STOP,
    rf"(?:who will|who gets|gets|would) (?:feed )?the (?:cat|dog|rabbits?|pets?) when|(?:cat|dog) when i am (?:gone|not here)" + _STOP,
    r"this (?:is|will be) (?:my|the) last (?:night|day|message|song i|goodbye|evening)(?: i [\w ]+)?" + _STOP
    + r"|last message from me|song i (?:will )?hear|music for (?:my|the) last hour|(?:playlist|song|thing) before i go" + _STOP,
    r"(?:song|something) to go out to\b|asleep for the last time|final request" + _STOP + r"|i will not write again"
    r"|hear from me again|last try before|not know it is the last time" + _STOP + r"|the last of everything",
    rf"tell my {_KIN} (?:i am sorry|it was not)|if you are reading this|when you read this|find playing",
    r"(?:when|until|before|by the time) (?:they|someone|anyone|you)(?: [\w']+){0,2} (?:find|finds|found|notice) (?:me|i will)"
    r"|anyone (?:would )?find me\b|i will be (?:cold|dead)\b|i am already gone",
    rf"(?:be |go |going to be |soon )with my (?:dead|late) |(?:join|follow|going after) (?:my {_KIN}|him|her|them)" + _STOP
    + r"|follow him" + _STOP + r"|i am going after|with (?:him|her) soon|with my baby girl|(?:for )?my turn to (?:die|go)\b|waiting for my turn" + _STOP + r""
    r"|dies i am (?:going|done)|then i can go",
    r"(?:god|lord) (?:please )?(?:take me|end this|let me go)\b(?! home country)|god takes me|asked god to",
    r"(?:someone|somebody|people|me|one) who (?:is |has |does |did )?(?:not want to (?:be alive|live)|decided not to)"
    r"|you do not want to live|decided to (?:go|die|leave|end it) tonight|planning my own funeral|my funeral it will be soon",
)
_LEAVING: Final = (  # a journey, a new job or a party may explain these
    r"(?:i|there|plan on|planning to|going to) (?:will |do |am )?(?:not )?(?:be|being|see|exist|survive)(?: going to be)?"
    r"(?: here| around| alive| living| a)?(?: to see)?(?: [\w']+)? (?:tomorrow|next (?:week|month|year)|christmas|summer"
    r"|winter|spring|snow|monday|new year|forty|thirty|twenty ?five|much longer)\b",
    r"i will not (?:be (?:here|around|alive|living)|exist|see (?:the|this|another|forty|thirty))\b"
    r"|i will be gone (?:by morning|tonight|soon)|i will be gone" + _STOP + r"|not plan on being (?:here|alive|around)",
    r"(?:soon|it) (?:it )?will (?:all )?be over (?:soon|and nobody|tonight)|no need to make plans|will not matter soon"
    r"|i intend to be gone|leaving (?:this (?:world|earth|life|planet))|by (?:the )?time (?:\w+ ){1,3}over (?:will|so will) i",
    r"(?:i am|time to|ready to|want to) (?:check|checking|log|logging) ?out(?: (?:of (?:life|this life|this world)|for good)|"
    + _STOP + r")|logging out of life|(?:let|letting) go (?:tonight|of life)|going to let go" + _STOP + r"|i surrender take me",
    r"end of the line for me|the end for me" + _STOP + r"|i have reached the end" + _STOP + r"|lights out for me|do not intend to" + _STOP,
)


def _any(*groups: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(each for group in groups for each in group)})".replace(r"\b(?:^", "(?:^"))


DANGER: Final = _any(_WISH, _WAKING, _REASONS, _BURDEN, _HARM, _ACT, _MIND, _METHOD, _PEACE, _GOODBYE)
LEAVING: Final = _any(_LEAVING)
NAMED: Final = re.compile(r"\bsuicid\w*")
