"""Letters where digits were meant and digits where letters were: `l2.O5.1984`, `Beatr1ce Nj0ki`.

Machines that read paper, and people in a hurry, take O for 0 and l for 1 and the other way round.
A text that holds such words is read once more with them put right; every character keeps its place.
"""

from __future__ import annotations

import re

from opengovai.redaction.patterns import Subject, compile_pattern

_ANY = "A-Za-z\u00c0-\u024f\u0400-\u04ff"
_UP = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0400-\u042fӘҒҚҢӨҰҮҺ"
_ROUND, _UPRIGHT = "OoОо", "lI"
_TAKEN = _ROUND + _UPRIGHT
_HINT = compile_pattern(
    f"[0-9][{_TAKEN}]{{1,4}}(?:[^{_ANY}]|$)|(?:^|[^{_ANY}])[{_TAKEN}]{{1,4}}[0-9]|"
    f"[{_ANY}][01][{_ANY}]|(?:^|[^0-9{_ANY}])[01][{_ANY}]{{3}}|"
    f"[{_UP}]{{2}}l|(?:^|[^0-9{_ANY}'’])l[bcdfgjkmnprstvz][a-zß-ÿ]{{4}}"
)
"""Without this in a text, nothing in it is misread."""

_CHAIN = re.compile(
    rf"(?<![\w@])(?:[{_TAKEN}]{{0,3}}[0-9])"
    rf"(?:(?:[ ./()-]|\) | \()?[0-9{_TAKEN}]){{0,40}}(?![\w@]|[./-]\w)"
)
_LONE_BEHIND = re.compile(rf"[ .][{_TAKEN}]$")
_FEWEST, _FEWEST_DIGITS = 6, 2
_DIGITS = str.maketrans(dict.fromkeys(_ROUND, "0") | dict.fromkeys(_UPRIGHT, "1"))
_SHOUTED = re.compile(rf"(?<![\w@./-])[{_UP}]{{2,12}}l[{_UP}l]{{0,12}}(?![\w@])")
_INITIAL = re.compile(r"(?<![\w@./'\u2019-])l(?=[bcdfgjkmnprstvz][a-z\u00df-\u00ff]{4,}(?![\w@]))")
_WORD = re.compile(
    rf"(?<![\w@./])(?:[{_ANY}]{{1,20}}|(?=[01][{_ANY}]{{3}}))"
    rf"(?:[01][{_ANY}]{{1,20}}){{1,3}}(?![\w@])"
)
_MOST_DIGITS, _FEWEST_LETTERS = 3, 3
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_VOWELS = frozenset("aeiouyàâäéèêëíïîóöôúüûAEIOUYÄÖÜÉÈ")


def put_right(subject: Subject) -> tuple[str, list[tuple[int, int]]] | None:
    """The text with what was misread put right, of the same length, and where it changed; None
    where nothing did."""
    if not _HINT.found(subject):
        return None
    text = subject.text
    changed: list[tuple[int, int]] = []
    pieces: list[str] = []
    at = 0
    for start, end, meant in sorted((*_numbers(text), *_words(text))):
        if start >= at:
            pieces += [text[at:start], meant]
            changed.append((start, end))
            at = end
    return ("".join([*pieces, text[at:]]), changed) if changed else None


def _numbers(text: str) -> list[tuple[int, int, str]]:
    """Chains of digits with letters among them that look like digits."""
    found = []
    for match in _CHAIN.finditer(text):
        start, end = match.span()
        lone = _LONE_BEHIND.search(match[0])
        end -= len(lone[0]) if lone else 0
        written = text[start:end]
        digits = sum("0" <= char <= "9" for char in written)
        taken = sum(char in _TAKEN for char in written)
        if taken and digits >= _FEWEST_DIGITS and digits + taken >= _FEWEST:
            found.append((start, end, written.translate(_DIGITS)))
    return found


def _words(text: str) -> list[tuple[int, int, str]]:
    """Words with digits, or with a small l for a capital I, among their letters."""
    found = [(*m.span(), m[0].replace("l", "L")) for m in _SHOUTED.finditer(text)]
    found += [(m.start(), m.end(), "I") for m in _INITIAL.finditer(text)]
    for match in _WORD.finditer(text):
        word = match[0]
        digits = sum(map(str.isdigit, word))
        if digits <= _MOST_DIGITS and len(word) - digits >= _FEWEST_LETTERS:
            found.append((*match.span(), _spelled(word)))
    return found


def _spelled(word: str) -> str:
    """The word with letters for its digits, in its script and case."""
    shouted = sum(map(str.isupper, word)) * 2 > sum(map(str.isalpha, word))
    round_, upright = ("о", "і") if _CYRILLIC.search(word) else ("o", "")
    out = []
    for i, char in enumerate(word):
        if char not in "01":
            out.append(char)
            continue
        letter = round_ if char == "0" else upright or _upright(word, i)
        out.append(letter.upper() if shouted or i == 0 else letter)
    return "".join(out)


def _upright(word: str, place: int) -> str:
    """An i between consonants, an l beside a vowel."""
    return "l" if {*word[place - 1 : place], *word[place + 1 : place + 2]} & _VOWELS else "i"
