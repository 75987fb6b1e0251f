"""Helplines and emergency numbers by region, with the page that each was checked against.

Every number below was checked on `CHECKED` against the stored copy of the page at `source`: some
are years old, and no line was called. Numbers that no such page confirmed were left out: Poland's
and Germany's 116 123, the emergency numbers of Argentina, Japan, Mexico, South Africa and
Switzerland, and opening hours where pages differed. Check the table again at least once a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

CHECKED: Final = date(2026, 11, 23)
DIRECTORY: Final = "findahelpline.com"  # https://findahelpline.com/AU
_ALL_DAY: Final = "day and night"


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody to talk to.

    Attributes:
        region: an ISO 3166 code of two letters.
        how: what to dial or to text.
        source: the page that the number was checked against.
        hours: when it is open, where a page says so.
    """

    region: str
    name: str
    how: str
    source: str
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A region's name and its emergency number, None where no page confirmed one."""

    name: str
    emergency: str | None


COUNTRIES: Final[Mapping[str, Country]] = {
    "AR": Country("Argentina", None),
    "AT": Country("Austria", "112"),
    "AU": Country("Australia", "000"),
    "BE": Country("Belgium", "112"),
    "BR": Country("Brazil", "192"),
    "CA": Country("Canada", "911"),
    "CH": Country("Switzerland", None),
    "DE": Country("Germany", "112"),
    "DK": Country("Denmark", "112"),
    "ES": Country("Spain", "112"),
    "FI": Country("Finland", "112"),
    "FR": Country("France", "112 or 15"),
    "GB": Country("United Kingdom", "999"),
    "IE": Country("Ireland", "112 or 999"),
    "IN": Country("India", "112"),
    "IT": Country("Italy", "112"),
    "JP": Country("Japan", None),
    "KR": Country("South Korea", "119"),
    "MX": Country("Mexico", None),
    "NL": Country("Netherlands", "112"),
    "NO": Country("Norway", "113"),
    "NZ": Country("New Zealand", "111"),
    "PL": Country("Poland", "112"),
    "SE": Country("Sweden", "112"),
    "US": Country("United States", "911"),
    "ZA": Country("South Africa", None),
}

HELPLINES: Final = (
    Helpline(
        "US",
        "988 Suicide & Crisis Lifeline",
        "call or text 988",
        "https://en.wikipedia.org/wiki/Suicide_and_Crisis_Lifeline",
        _ALL_DAY,
    ),
    Helpline(
        "CA",
        "9-8-8 Suicide Crisis Helpline",
        "call or text 988",
        "https://www.maplenow.ca/site/988-suicide-crisis-helpline",
        _ALL_DAY,
    ),
    Helpline(
        "GB",
        "Samaritans",
        "call 116 123",
        "https://www.samaritans.org/how-we-can-help/contact-samaritan/",
        _ALL_DAY,
    ),
    Helpline(
        "GB",
        "Shout",
        "text 85258",
        "https://www.crisistextline.uk/how-it-works/",
        _ALL_DAY,
    ),
    Helpline(
        "IE",
        "Samaritans",
        "call 116 123",
        "https://www.irishexaminer.com/breakingnews/ireland/samaritans-answer-29m-calls-since-2014-"
        "charity-to-play-crucial-role-in-new-mental-help-phone-service-914684.html",
    ),
    Helpline(
        "AU",
        "Lifeline",
        "call 13 11 14 or text 0477 13 11 14",
        "https://lifeinmind.org.au/news/lifelines-crisis-text-service-now-available-24-7",
        _ALL_DAY,
    ),
    Helpline(
        "NZ",
        "1737, need to talk?",
        "call or text 1737",
        "https://www.pegasus.health.nz/?p=6300",
        _ALL_DAY,
    ),
    Helpline(
        "IN",
        "Tele-MANAS",
        "call 14416",
        "https://theshillongtimes.com/2025/02/07/"
        "tele-manas-mental-health-helpline-handles-over-18-1-lakh-calls-centre/",
        _ALL_DAY,
    ),
    Helpline(
        "ZA",
        "SADAG Suicide Crisis Helpline",
        "call 0800 567 567",
        "http://www.pressreader.com/south-africa/the-star-early-edition/20190212/281668256233737",
    ),
    Helpline(
        "DE",
        "TelefonSeelsorge",
        "call 0800 111 0 111",
        "https://www.spektrum.de/news/telefonseelsorge-erste-hilfe-fuer-die-seele/2055834",
        _ALL_DAY,
    ),
    Helpline(
        "AT",
        "TelefonSeelsorge",
        "call 142",
        "https://www.mein-klagenfurt.at/aktuelle-pressemeldungen/pressemeldungen-august-2025/"
        "telefonseelsorge-kaernten-hilfe-fuer-menschen-in-krisen",
        _ALL_DAY,
    ),
    Helpline(
        "CH",
        "Die Dargebotene Hand",
        "call 143",
        "https://www.bag-blueprint.ch/die-dargebotene-hand-tel-143",
        _ALL_DAY,
    ),
    Helpline(
        "FR",
        "3114",
        "call 3114",
        "https://3114.fr/que-se-passe-t-il-quand-je-contacte-le-3114/",
        _ALL_DAY,
    ),
    Helpline(
        "ES",
        "Línea 024",
        "call 024",
        "https://www.farodevigo.es/galicia/2025/10/11/"
        "medio-millar-gallegos-mes-024-linea-suicidio-122499662.html",
        _ALL_DAY,
    ),
    Helpline(
        "IT",
        "Telefono Amico Italia",
        "call 02 2327 2327",
        "https://www.agensir.it/?p=1502724",
        "9:00 to 24:00",
    ),
    Helpline(
        "NL",
        "113 Zelfmoordpreventie",
        "call 113 or 0800-0113",
        "https://www.upday.com/nl/binnenland/"
        "nummer-113-nu-gratis-betere-hulp-bij-zelfdodingsgedachten/pj8neqt",
        _ALL_DAY,
    ),
    Helpline(
        "BE",
        "Zelfmoordlijn",
        "call 1813",
        "https://www.nieuwsblad.be/cnt/dmf20190909_04598208",
    ),
    Helpline(
        "SE",
        "Mind Självmordslinjen",
        "call 90101",
        "http://www.kronprinsessparetsstiftelse.se/projekt/sjalvmordsupplysningen.html",
        _ALL_DAY,
    ),
    Helpline(
        "NO",
        "Mental Helse Hjelpetelefonen",
        "call 116 123",
        "https://www.vindafjord.kommune.no/helse-og-velferd/aktuelt-helse-og-velferd/"
        "snakk-om-sjolvmordstankar-det-kan-redda-liv.495894.aspx",
        _ALL_DAY,
    ),
    Helpline(
        "DK",
        "Livslinien",
        "call 70 201 201",
        "https://cphpost.dk/2015-10-26/news/suicide-prevention-lifeline-gets-funding-to-stay-open-"
        "at-night/",
    ),
    Helpline(
        "FI",
        "MIELI Crisis Helpline",
        "call 09 2525 0111",
        "https://mentalhealth.fi/where-to-go-in-an-emergency",
        _ALL_DAY,
    ),
    Helpline(
        "PL",
        "Centrum Wsparcia",
        "call 800 70 2222",
        "https://zdrowie.pap.pl/psyche/na-kryzys-telefon-800-70-2222",
        _ALL_DAY,
    ),
    Helpline(
        "JP",
        "Yorisoi Hotline",
        "call 0120-279-338",
        "http://279338.jp/yorisoi/",
        _ALL_DAY,
    ),
    Helpline(
        "JP",
        "#Inochi SOS",
        "call 0120-061-338",
        "https://mainichi.jp/articles/20220826/osg/00m/040/001000d",
    ),
    Helpline(
        "KR",
        "Suicide prevention line 109",
        "call 109",
        "https://newspim.com/news/view/20240102000281",
        _ALL_DAY,
    ),
    Helpline(
        "BR",
        "CVV",
        "call 188",
        "https://www.hercampus.com/school/casper-libero/escuta-que-transforma-como-o-cvv-salva-vidas/",
        _ALL_DAY,
    ),
    Helpline(
        "MX",
        "Línea de la Vida",
        "call 800 911 2000",
        "https://www.eluniversal.com.mx/nacion/promueven-la-linea-de-la-vida-tras-presentar-"
        "encuesta-sobre-consumo-de-drogas-asi-puedes-pedir-ayuda/",
        _ALL_DAY,
    ),
    Helpline(
        "AR",
        "Centro de Asistencia al Suicida",
        "call 135 (Buenos Aires) or (011) 5275-1135",
        "https://lapostacomodorense.com.ar/2025/09/03/"
        "septiembre-mes-de-la-prevencion-del-suicidio-la-importancia-de-escuchar-acompanar-y-abrazar/",
    ),
)
