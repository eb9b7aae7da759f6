"""From confidences to probabilities, and the floor for a risk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.errors import ConfigurationError, InputError
from opengovai.evaluation.answers import Given, Score
from opengovai.evaluation.calibration import Calibration, Scaling, read_calibration, written
from opengovai.evaluation.fitting import calibrate, scalings
from opengovai.evaluation.questions import Gold, GoldQuestion
from opengovai.evaluation.risk import conformal_floor, upper_bound

NUMBERS = st.floats(-50, 50)


def _score(confidence: float, *, answerable: bool, correct: bool, language: str = "en") -> Score:
    gold = (Gold(document_id="d", quotes=("q",)),) if answerable else ()
    return Score(
        question=GoldQuestion(id="q", text="t", language=language, gold=gold),
        given=Given(answered=True, confidence=confidence),
        correct=correct,
        first=correct,
        document=correct,
        precision=float(correct),
        recall=float(correct),
        exact=False,
        f1=0.0,
    )


def _mixed(n: int, language: str = "en") -> list[Score]:
    """Right answers above 0.5, wrong and unanswerable ones below; every tenth the other way."""
    right = [
        _score(0.9 if i % 10 else 0.2, answerable=True, correct=True, language=language)
        for i in range(n)
    ]
    wrong = [
        _score(0.3 if i % 20 else 0.8, answerable=False, correct=False, language=language)
        for i in range(n)
    ]
    return right + wrong


@given(
    st.floats(0, 1),
    NUMBERS,
    st.dictionaries(st.sampled_from(["all", "en", "sw"]), NUMBERS),
    st.dictionaries(st.sampled_from(["en", "sw"]), st.floats(0, 2)),
)
def test_a_written_calibration_reads_back(
    floor: float, slope: float, at: dict[str, float], floors: dict[str, float]
) -> None:
    given_ = Calibration(
        floor=floor,
        scalings={name: Scaling(slope=slope, intercept=x) for name, x in at.items()},
        floors=floors,
    )
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calibration.toml"
        path.write_text(written(given_, about={"risk": 0.05}), "utf-8")
        assert read_calibration(path) == given_


@given(st.floats(0, 1), st.floats(0.05, 20), st.floats(-20, 20))
def test_a_probability_is_one_and_nothing_stays_nothing(x: float, slope: float, at: float) -> None:
    calibration = Calibration(floor=0.5, scalings={"all": Scaling(slope=slope, intercept=at)})
    assert 0.0 <= calibration.probability(x, "en") <= 1.0
    assert calibration.probability(0.0, "en") == 0.0
    assert calibration.probability(x, "en") <= calibration.probability(min(1.0, x + 0.1), "en")


@pytest.mark.parametrize("text", ["", "floor = 'x'", "floor = nan", "floor = 0.5\nscaling = 3"])
def test_what_is_no_calibration_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match="no calibration"):
        read_calibration(path)


def test_a_language_has_its_own_scaling_only_with_enough_answers() -> None:
    found = scalings(_mixed(40) + _mixed(5, "sw"))
    assert set(found) == {"all", "en"}
    calibration = Calibration(floor=0.5, scalings=found)
    assert calibration.probability(0.9, "sw") == calibration.probability(0.9, "kk")


def test_the_floor_keeps_the_risk() -> None:
    found = calibrate(_mixed(60), risk=0.1)
    assert found.false <= 0.1 * 61 - 1
    assert found.bound > found.false / found.unanswerable
    assert found.refused <= 6


def test_a_language_has_its_own_floor_only_with_enough_unanswerable_questions() -> None:
    found = calibrate(_mixed(60) + _mixed(15, "sw"), risk=0.1).calibration
    assert set(found.floors) == {"en"}
    assert found.floor_for("en") == found.floors["en"]
    assert found.floor_for("sw") == found.floor_for("kk") == found.floor


def test_too_few_unanswerable_questions_show_nothing() -> None:
    with pytest.raises(InputError, match="cannot show a risk"):
        calibrate(_mixed(10), risk=0.05)


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.01, 0.5))
def test_a_conformal_floor_lets_fewer_through_than_the_risk(
    confidences: list[float], risk: float
) -> None:
    floor = conformal_floor(confidences, risk)
    reaching = sum(confidence >= floor for confidence in confidences)
    assert reaching == 0 or (reaching + 1) / (len(confidences) + 1) <= risk + 1e-9
    if risk * (len(confidences) + 1) < 0.999:
        assert floor > 1


def test_the_bound_is_that_of_the_tables() -> None:
    assert upper_bound(0, 59) == pytest.approx(0.0495, abs=1e-3)  # the "rule of three"
    assert upper_bound(3, 73) == pytest.approx(0.103, abs=2e-3)
    assert upper_bound(5, 5) == 1.0
