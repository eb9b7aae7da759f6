"""Plain language: how long a sentence may be, and words that offices should not write.

Lengths follow what style guides of administrations recommend for their language (15 to 20 words in
English, French and German); languages that say in one word what others say in three get fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = {"en": 20, "sw": 20, "rw": 18, "kk": 16, "ru": 18, "de": 20, "fr": 22}
"""Words of a sentence by language."""

OTHERWISE = 20
"""Words of a sentence in any other language."""

JARGON = {
    "en": "hereby|herewith|hereinafter|aforementioned|aforesaid|pursuant|notwithstanding|"
    "thereof|therein|forthwith|in lieu of|prior to|in the event that|with regard to|utilise|"
    "commence|endeavour|inter alia|mutatis mutandis|whereas",
    "sw": "kwa mujibu wa|husika tajwa|ilhali|kwa kuzingatia|aidha|hivyo basi|tajwa hapo juu|"
    "kwa minajili ya|rejea barua|bila kuathiri",
    "rw": "hashingiwe ku|bitewe n'uko|vuzwe haruguru|hatitawe ku|ku bw'ibyo|nk'uko biteganywa|"
    "mu rwego rwo|hagamijwe ko|bityo rero",
    "kk": "жоғарыда аталған|осыған орай|сәйкесінше|аталмыш|мәтін бойынша|жүзеге асыру мақсатында|"
    "қолданыстағы заңнамаға сәйкес|тиісінше|негізге ала отырып|орын алған",
    "ru": "вышеуказанн\\w*|нижеследующ\\w*|вышеизложенн\\w*|в соответствии с действующим|"
    "надлежащ\\w*|осуществл\\w*|настоящим|в целях|согласно действующему|является|"
    "в установленном порядке|вышеназванн\\w*|данн(?:ый|ого|ому|ым|ая|ой)",
    "de": "diesbezüglich\\w*|gegebenenfalls|Inanspruchnahme|bezugnehmend|obig\\w*|oben genannt\\w*|"
    "vorgenannt\\w*|hiermit|anheimstellen|zwecks|mithin|unverzüglich|dergestalt|"
    "in Ermangelung|Nichtbefolgung|ggf\\.|gem\\.|i\\. ?V\\. ?m\\.|unbeschadet",
    "fr": "susmentionné\\w*|susvisé\\w*|ci-après désigné\\w*|nonobstant|en sus de|à l'effet de|"
    "dudit|de ladite|desdits|ledit|ladite|y afférent\\w*|en vertu de quoi|sous réserve que|"
    "il appert|par la présente|diligenter|à défaut de quoi",
}
"""Regular expressions of words to avoid, by language."""


def hard_to_read(
    text: str, language: str, *, longest: int = 0, jargon: Sequence[str] = ()
) -> Iterator[str]:
    """Sentences that are too long and words to avoid, for the person who writes the text.

    `longest` in words; 0 is the language's own. `jargon` are words beside those listed here.
    """
    limit = longest or LONGEST.get(language, OTHERWISE)
    for sentence in re.split(r"(?<=[.!?])\s+|\n\s*\n|(?<=:)\n", text):
        words = len(re.findall(r"\w+(?:['’-]\w+)*", sentence))
        if words > limit:
            yield f"a sentence of {words} words: {' '.join(sentence.split())[:60]!r}..."
    listed = JARGON.get(language, "")
    avoided = "|".join(filter(None, [listed, *map(re.escape, jargon)]))
    for found in (
        re.finditer(rf"(?<!\w)(?:{avoided})(?!\w)", text, re.IGNORECASE) if avoided else ()
    ):
        yield f"the word {found[0]!r} is on the list of words to avoid"
