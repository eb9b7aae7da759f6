"""Words that stand for a body or an office in the seven languages, and legal forms of firms.

Written for this project. A word that is also a common surname is not in it (`Richter`, `Maire`).
Stems (Kazakh, Russian, German) match the beginning of a word.
"""

from __future__ import annotations


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


FIRST = {
    "en": _words(
        "ministry department office commission directorate embassy consulate bureau council court "
        "tribunal bank university parliament senate"
    ),
    "sw": _words(
        "wizara idara ofisi serikali mahakama tume bunge benki chuo hospitali mamlaka bodi shirika "
        "ubalozi baraza kampuni wakala jeshi zahanati"
    ),
    "rw": _words(
        "minisiteri ikigo urukiko ubuyobozi ambasade komisiyo inteko banki kaminuza ibitaro "
        "urwego sosiyete koperative ishuri ubushinjacyaha ikigega"
    ),
    "fr": _words(
        "ministère ministere préfecture prefecture mairie tribunal direction caisse agence "
        "ambassade consulat commissariat rectorat banque université hôpital conseil cour "
        "commission société entreprise association"
    ),
    "de": _words("amt ministerium gericht stadtwerke universität"),
}
"""Heads that go before the rest of the name: `Wizara ya Afya`, `Ministère de l'Intérieur`."""

LAST = {
    "en": _words(
        "ministry department commission authority agency board bureau council court tribunal bank "
        "university service services corporation company association foundation institute "
        "parliament assembly union sacco cooperative holdings trust fund hospital college"
    ),
    "sw": _words("sacco"),
}
"""Heads behind the rest of the name: `Rwanda Development Board`."""

STEMS_FIRST = _words(
    "министерств прокуратур акимат департамент управлени комитет посольств консульств комисси "
    "администраци инспекци поликлиник университет больниц агентств"
)
STEMS_LAST = _words(
    "министрліг әкімдіг әкімшіліг прокуратурасы департаменті басқармасы комитеті сотын соты "
    "елшіліг агенттіг банкі банкін университеті ауруханасы емханасы мекемесі кәсіпорны қорын қоры "
    "институты академиясы ұйымы бірлестіг комиссиясы орталығы қауымдастығы одағы кеңесі "
    "ассамблеясы компаниясы мектебі лицейі колледжі фабрикасы зауыты театры клубы"
)
STEMS_WHOLE = _words(
    "bundesministeri ministeri staatsanwaltschaft ausländerbehörde standesamt finanzamt "
    "einwohnermeldeamt bürgeramt landratsamt jugendamt sozialamt jobcenter arbeitsagentur "
    "amtsgericht landgericht bundesamt landesamt bezirksamt familienkasse krankenkasse"
)
"""One-word bodies and heads in German, whatever ends they take."""

OFFICES = _words(
    "прокурор министр аким әкім директор начальник председатель судья нотариус следователь "
    "прокуратура полиция полиции полицией министерство министрлігі әкімдігі акимат суд суда суды "
    "сот соты следственный комитет комитеті департамент департаменті управление отдел "
    "ministry department office court police wizara idara ofisi mahakama polisi serikali "
    "minisiteri minisitiri urukiko polisi ubuyobozi ministère préfecture préfet mairie "
    "tribunal procureur ministerium staatsanwaltschaft staatsanwalt behörde finanzamt jobcenter "
    "standesamt polizei landratsamt confirmed ksh kshs cell chassis zimmer az prénom prenom nom "
    "vorname nachname vornamen имя фамилия отчество аты тегі жөні ип ооо тоо овд умвд мвд овир "
    "versichertennr kundennummer telefonnummer quittung invoice receipt"
)
"""Offices and bodies that begin a sentence like a name and are none: what follows them may be."""

LABELS = _words(
    "mailto tel sms skype whatsapp telegram viber nino pan iban swift bic imei imsi nhs ssn itin "
    "nssf nhif sha shif kra rssb nid nida upi huduma irembo ecitizen egov инн снилс иин жсн бин "
    "бсн цон ққс омс кбк тк кк рф қр нк л.н itax tims mpesa caller mail e-mail rama rib nr az abs "
    "kvnr rvnr versichertennr steuer-id ust"
)
"""What stands before a number or address in forms and links, and is no name."""


_NO_NAMES = frozenset(
    [*OFFICES, *(word for table in (FIRST, LAST) for words in table.values() for word in words)]
)
_LABELS = frozenset(LABELS)
_STEMS = tuple(stem for stem in (*STEMS_FIRST, *STEMS_LAST, *STEMS_WHOLE) if len(stem) > 5)


def is_no_name(word: str) -> bool:
    """Whether the word stands for a body, an office or a label, and for no person: `NINO` is a
    label, `Nino` a name."""
    small = word.lower()
    if small in _NO_NAMES or small.startswith(_STEMS):
        return True
    return small in _LABELS and not (word[0].isupper() and word[1:].islower())
