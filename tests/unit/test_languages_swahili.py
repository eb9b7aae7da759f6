from __future__ import annotations

import pytest

from opengovai.languages.analysis import analyze
from opengovai.languages.swahili import swahili_root
from opengovai.languages.swahili_roots import NOMINALS, VERBS


@pytest.mark.parametrize(
    "forms",
    [
        "kukamata walimkamata asikamatwe hawajakamatwa anayewakamata wakikamatana",
        "kutesa kumtesa asiteswe mateso",
        "kulinda kulindwa ulinzi mlinzi walinzi",
        "kulipa ninalipa hailipwi malipo yaliyolipwa",
        "kuomba maombi ombi mwombaji waombaji",
        "kubagua kubaguana ubaguzi wanabaguliwa",
        "kuelimishwa elimu",
        "nyang'anya kuninyang'anya asinyang'anywe",
        "kukimbia nimekimbia mkimbizi",
        "kupika mpishi",
        "kusafiri safari",
        "mtoto watoto utoto mtotoni",
        "kitu vitu",
        "nchi nchini",
    ],
)
def test_forms_of_a_word_meet_in_one_term(forms: str) -> None:
    assert len({term for form in forms.split() for term in analyze(form, "sw")}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nyumba", "kuyumba"),  # house, to sway
        ("kufunga", "kufungua"),  # to close, to open
        ("kupenda", "kupendelea"),  # to love, to favour
        ("kitanda", "mtandao"),  # bed, network
        ("nchini", "chini"),  # in the country, below
        ("machi", "kuacha"),  # March, to leave
    ],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert analyze(one, "sw") != analyze(other, "sw")


def test_what_has_no_known_root_is_left_to_the_affixes() -> None:
    assert swahili_root("wikipedia") is None
    assert swahili_root("") is None
    assert analyze("mbloguzi", "sw") == analyze("wabloguzi", "sw")


@pytest.mark.parametrize("listed", [VERBS, NOMINALS])
def test_no_root_stands_in_two_families(listed: str) -> None:
    roots = [root for family in listed.split() for root in family.split("/")]
    assert len(roots) == len(set(roots))
    assert all(root.isascii() and root.isalpha() and root.islower() for root in roots)
