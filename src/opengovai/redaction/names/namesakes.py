"""What bears a person's name and is no person: streets, wards, villages, schools, hospitals, firms.

Judged by the word right before or after the name, in the seven languages. Only words that stand for
such a thing by themselves are listed: "imeni" (in the name of) may well precede a client.
"""

from __future__ import annotations

from collections.abc import Sequence


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BEFORE = _words(
    "rue avenue boulevard lycée collège hôpital clinique quai impasse saint sainte sankt st"
    " улица улице улицы улицу ул проспект проспекте проспекту проспекта посёлок посёлке поселок"
    " село селе станция микрорайон hospitali"
)
"""The word before: "rue Pasteur"; a hyphen or full stop may stand between ("St. Luke")."""

_BEFORE_LINK = {
    "ya": _words("kata wilaya barabara shule hospitali kaunti tarafa zahanati lokesheni")
    | _words("intara ntara koleji"),
    "wa": _words("mtaa mkoa uwanja umurenge murenge umudugudu mudugudu umuhanda"),
    "cha": _words("kijiji kitongoji chuo kituo"),
    "ka": _words("akarere karere akagari kagari"),
    "bya": frozenset({"ibitaro"}),
    "rya": frozenset({"ishuri"}),
    "имени": _words("школа школе школы лицей лицее больница больнице парк парке")
    | _words("университет университете кабинет театр площадь гимназия гимназии"),
}
"""The word before and the one before that: "Kata ya Ilemi", "Umurenge wa Kigabiro"."""

_AFTER = _words(
    "street avenue highway lane estate straße strasse platz allee gasse"
    " көшесі көшесінің көшесінде көшесіндегі көшесімен көшесіне даңғылы даңғылының даңғылында"
    " даңғылындағы даңғылымен ауданы ауданының ауданында ауылы ауылының ауылында ауылынан атындағы"
    " gmbh ltd limited llc plc"
)
"""The word after, in any case: "Сейфуллин көшесі"; a hyphen may stand between."""

_AFTER_CAPITAL = _words(
    "Road Primary Secondary School University College Academy Hospital Market County Ward"
    " Foundation Holdings Bridge Stadium Airport Schule Gymnasium Stiftung AG"
)
"""The word after, only as written here: "my son Peter school fees" is about Peter."""

_JOINTS = frozenset("-.")


def is_namesake(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the name `words[start:end]` is that of a place or a body."""
    after = end
    while after + 1 < len(words) and words[after] == "-":  # "Richard-Wagner-Straße"
        after += 1
        if words[after].lower() in _AFTER or words[after + 1 : after + 2] != ["-"]:
            break
        after += 1
    if after < len(words) and (words[after].lower() in _AFTER or words[after] in _AFTER_CAPITAL):
        return True
    before = start - 2 if start > 1 and words[start - 1] in _JOINTS else start - 1
    if before < 0:
        return False
    word = words[before].lower()
    if (
        before == start - 1
        and before > 0
        and words[before - 1].lower() in _BEFORE_LINK.get(word, ())
    ):
        return True
    return word in _BEFORE
