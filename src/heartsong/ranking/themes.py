from dataclasses import dataclass
import numpy as np
@dataclass
class Theme: name: str; about: str
THEMES=tuple(Theme(n,f"about {n}") for n in "love,break-up,loss,friendship,family,home,travel,night,party,faith,protest,work,money,nature,nostalgia,hope,alcohol,violence,loneliness,freedom,youth,sex,christmas,war,dreams".split(","))
VETO=.5; CLEAR=.7
class Themes:
    def __init__(self, model):
        self.e=np.stack([h.embedding for h in model.hear([[t.about] for t in THEMES],"message")])
    def scores(self, emb): return np.clip((emb@self.e.T-.2)*2,0,1)
