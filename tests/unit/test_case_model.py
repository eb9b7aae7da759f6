"""A model may point at a value; it cannot make one up, and it sees no personal data."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence

import pytest
from case_parts import SERVICE, service

from opengovai.cases.model_extraction import ModelExtractor
from opengovai.errors import ModelError
from opengovai.redaction import Redactor
from opengovai.types import Case, Completion, Generation, Message, Part, Usage

TEXT = (
    "I am called Zuhura Mwakasege, born long ago. My e-mail is zuhura@example.org. I am thirty, 30."
)


class Scripted:
    """A model that answers what it is told, and keeps what it saw."""

    def __init__(self, reply: object) -> None:
        self.reply, self.seen = reply, ""

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The reply as JSON; `$EMAIL` stands for the placeholder in what it was shown."""
        self.seen = "\n".join(message.text for message in messages)
        placeholder = self.seen[self.seen.find("[EMAIL") :].partition("]")[0] + "]"
        text = json.dumps(self.reply).replace("$EMAIL", placeholder)
        usage = Usage(input_tokens=1, output_tokens=1)
        return Completion(text=text, model="scripted", finish="stop", usage=usage)

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """Not used here."""
        yield ""
        return self.complete(messages, generation)


def extracted(reply: object) -> tuple[dict[str, str], Scripted]:
    made = service(SERVICE + '[fields.mail]\nlabel = ["E-mail address"]\n')
    model = Scripted(reply)
    case = Case(id="x", service="s", language="en", parts=(Part(name="text", text=TEXT),))
    found = ModelExtractor(made, model, Redactor.default(["KE"])).extract(case)
    for each in found:
        assert TEXT[each.start : each.end] == each.value
    return {each.field: each.value for each in found}, model


def test_what_stands_in_the_text_is_accepted_with_its_range() -> None:
    values, model = extracted({"mail": "$EMAIL", "age": "30"})
    assert values == {"mail": "zuhura@example.org", "age": "30"}
    assert "zuhura@example.org" not in model.seen


@pytest.mark.parametrize(
    "reply",
    [
        {"name": "Zuhura M.", "id_number": "24681357", "mail": "zuhura@example.org"},
        {"name": "", "other": "Zuhura"},
        ["Zuhura Mwakasege"],
        {"name": ["Zuhura Mwakasege"]},
        {"age": "long ago"},
    ],
    ids=["invented", "empty", "no object", "no string", "no number"],
)
def test_what_does_not_stand_there_is_dropped(reply: object) -> None:
    assert extracted(reply)[0] == {}


def test_a_model_that_fails_leaves_what_the_rules_found(caplog: pytest.LogCaptureFixture) -> None:
    class Down(Scripted):
        def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
            raise ModelError("The model server is away")

    part = Part(name="text", text="Name: Zuhura Mwakasege")
    case = Case(id="case7", service="s", language="en", parts=(part,))
    found = ModelExtractor(service(), Down({}), Redactor.default(["KE"])).extract(case)
    assert [each.field for each in found] == ["name"]
    assert "case7" in caplog.text
    assert "Zuhura" not in caplog.text
