"""Abbreviations after which a full stop does not end a sentence; case-folded, without the stop."""

from __future__ import annotations

_NEVER_LAST = {
    "en": """
        art arts sec secs s ss cl cls para paras sub subs reg regs sched ch cap vol pt no nos nr p
        pp fig figs mr mrs ms dr prof hon rev st gen col lt sgt capt gov sen rep e.g eg i.e ie viz
        cf v vs ed eds jan feb mar apr jun jul aug sept sep oct nov dec al approx dept est min max
        tel ext
    """,
    "sw": """
        k.m km m.f mf dkt prof bw bi mhe mh uk kif na sura ibara jedwali namba nam mwl ndg st tel
        s.l.p
    """,
    "rw": "art no nr prof dr bwana mme mr p ing agk urug",
    "kk": """
        ст т б бб п пп қ к ж жж ғ ғасыр проф акад доц м г обл ауд көш тб мыс см нөмір тел жол тар
        абз млн млрд мың тг
    """,
    "ru": """
        ст ст.ст п пп подп ч абз гл разд с стр см ср т тт г гг в вв руб коп тыс млн млрд им ул д
        кв обл р-н проф акад доц инж гр т.е т.к т.н т.о напр н.э и.о о.и.о тел б кн изд рис табл
        ред
    """,
    "de": """
        art abs nr nrn ziff buchst lit satz s rn rdnr vgl bzw d.h dh z.b zb u.a ua i.d.r idr i.s.d
        isd i.v.m ivm gem ggf sog evtl ca inkl einschl geb dr prof str st hr fr bgbl bl kap teil f
        ff hs halbs anl mio mrd tsd jan feb apr aug sept okt nov dez o.g og u vom zzgl exkl max
        min tel
    """,
    "fr": """
        art al n no nos nº p pp chap sect par c.-à-d càd m mm mme mmes mlle mlles me dr pr st ste
        cf ex p.ex env réf tél av bd vol fig t éd janv févr avr juil sept oct nov déc
    """,
}
_SOMETIMES_LAST = {
    "en": "etc inc ltd co jr sr a.m p.m u.s u.k",
    "sw": "nk n.k n.w",
    "rw": "n.d n.b",
    "kk": "т.б т.с.с т.т с.с",
    "ru": "т.д т.п др пр г гг",
    "de": "usw etc u.s.w",
    "fr": "etc",
}

NEVER_LAST = {language: frozenset(words.split()) for language, words in _NEVER_LAST.items()}
SOMETIMES_LAST = {language: frozenset(words.split()) for language, words in _SOMETIMES_LAST.items()}

_REFERENCE_WORDS = """
    art article articles artikel artikels section sec § §§ clause paragraph rule regulation part
    chapter schedule kifungu vifungu ibara sehemu sura ingingo ingingo-ya umutwe igika бап бабы
    баптың бабының тармақ бөлім тарау статья статьи ст пункт п часть глава раздел absatz abs satz
    nr no № n° teil kapitel anlage alinéa al chapitre titre annexe annex
"""

REFERENCE_WORDS = frozenset(_REFERENCE_WORDS.split())
"""Words that a number follows (or precedes) in a label such as "Art. 5." or "§ 3."."""

_DETERMINERS = """
    der die das dem den des im am vom zum zur beim ins jeder jede jedes jedem jeden
"""

DETERMINERS = frozenset(_DETERMINERS.split())
"""German words before an ordinal number."""

COUNTED = (
    "lebens",
    "geburtstag",
    "schwangerschaftswoche",
    "kalendertag",
    "werktag",
    "arbeitstag",
    "jahrhundert",
    "wahlperiode",
    "legislaturperiode",
    "auflage",
    "schuljahr",
    "semester",
)
"""Beginnings of German nouns that an ordinal number stands before, whatever precedes it."""
