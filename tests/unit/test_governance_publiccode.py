"""publiccode.yml can be read by other people's programs, and says nothing that nobody said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from opengovai import __version__
from opengovai.governance.facts import Facts, read_facts
from opengovai.governance.publiccode import PublicCode, publiccode

yaml = pytest.importorskip("yaml", reason="needs PyYAML, which comes with the extra 'docs'")
REPOSITORY = Path(__file__).resolve().parents[2]

# Mandatory in version 0.7: https://yml.publiccode.tools/schema.core.html
MANDATORY = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}


def test_the_repositorys_file_is_valid_and_names_what_is_open() -> None:
    text = (REPOSITORY / "publiccode.yml").read_text("utf-8")
    code = yaml.safe_load(text)
    assert code.keys() >= MANDATORY
    PublicCode.model_validate(code)
    assert code["softwareVersion"] == __version__
    if "solution.repository" in read_facts(REPOSITORY / "governance" / "facts.toml").open:
        assert "to-be-filled" in code["url"]


def test_what_is_written_is_what_other_programs_read() -> None:
    values = {
        "solution.repository": "https://example.org/o.git",
        "owner.name": 'Ministry: "Justice" # №1',
        "maintainers.names": "Aigerim Ó; Jean-Bosco",
    }
    code = yaml.safe_load(publiccode(Facts(values=values, origin="test"), "1.2.3"))
    assert code["url"] == "https://example.org/o.git"
    assert code["legal"] == {"license": "Apache-2.0", "mainCopyrightOwner": values["owner.name"]}
    assert [one["name"] for one in code["maintenance"]["contacts"]] == ["Aigerim Ó", "Jean-Bosco"]
    assert code["developmentStatus"] == "stable"


@given(st.text(min_size=1).filter(str.strip))
def test_any_name_is_read_back(name: str) -> None:
    code = yaml.safe_load(publiccode(Facts(values={"owner.name": name}, origin="test"), "0.1.0"))
    assert code["legal"]["mainCopyrightOwner"] == name


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="url"):
        publiccode(Facts(values={"solution.repository": "our server"}, origin="test"), "0.1.0")
