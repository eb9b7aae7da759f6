"""Pseudonyms that outlive the process, and other things that may stand for a value."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

import pytest

from opengovai.errors import ConfigurationError, StorageError, StoreDamagedError
from opengovai.redaction import (
    Conversations,
    KeyFiles,
    Redactor,
    VaultFolder,
    generalise,
    keyed,
    mask,
    surrogate,
)
from opengovai.redaction.vault import Pseudonyms

TEXT = "ID 12345678, phone +254 722 123 456, born 12 March 1985, IP 192.168.17.23"
KEY = b"0123456789abcdef"


class Keys:
    """A key store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.gone: set[str] = set()

    def key(self, name: str) -> bytes:
        if name in self.gone:
            raise StorageError("The key was destroyed", where=name)
        return self.kept.setdefault(name, secrets.token_bytes(32))

    def destroy(self, name: str) -> bool:
        self.gone.add(name)
        return self.kept.pop(name, None) is not None


def redactor(folder: Path, keys: Keys) -> Redactor:
    """A redactor as a fresh process would make it."""
    shelf = VaultFolder(folder, keys)
    return Redactor.default(["KE"], conversations=Conversations(shelf=shelf))


def test_a_conversation_survives_the_process(tmp_path: Path) -> None:
    keys = Keys()
    redacted, _ = redactor(tmp_path, keys).redact(TEXT, conversation="c-1")
    again, vault = redactor(tmp_path, keys).redact("again ID 12345678", conversation="c-1")
    assert vault.restore(redacted) == TEXT
    assert again.removeprefix("again ID ") in redacted


def test_nothing_readable_lies_on_disk(tmp_path: Path) -> None:
    redactor(tmp_path, Keys()).redact(TEXT, conversation="citizen-77")
    (path,) = tmp_path.iterdir()
    assert b"12345678" not in path.read_bytes()
    assert "citizen" not in path.name
    assert path.stat().st_mode & 0o077 == 0


def test_two_writes_never_share_a_nonce(tmp_path: Path) -> None:
    keys = Keys()
    seen = set()
    for _ in range(3):
        redactor(tmp_path, keys).redact(TEXT, conversation="c")
        seen.add(next(tmp_path.iterdir()).read_bytes()[18:30])
    assert len(seen) == 3


@pytest.mark.parametrize("position", [0, 20, 40, -1])
def test_a_changed_byte_is_noticed(tmp_path: Path, position: int) -> None:
    keys = Keys()
    redactor(tmp_path, keys).redact(TEXT, conversation="c")
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(StoreDamagedError, match="not what was written"):
        redactor(tmp_path, keys).redact(TEXT, conversation="c")


def test_a_vault_cannot_take_the_place_of_another(tmp_path: Path) -> None:
    keys = Keys()
    redactor(tmp_path, keys).redact(TEXT, conversation="a")
    (first,) = tmp_path.iterdir()
    redactor(tmp_path, keys).redact("ID 87654321", conversation="b")
    (second,) = set(tmp_path.iterdir()) - {first}
    second.write_bytes(first.read_bytes())
    with pytest.raises(StoreDamagedError):
        redactor(tmp_path, keys).redact("x", conversation="b")


def test_a_subject_is_erased_with_all_conversations_and_no_others(tmp_path: Path) -> None:
    keys = Keys()
    redactor(tmp_path, keys).redact(TEXT, conversation="a", subject="s")
    redactor(tmp_path, keys).redact(TEXT, conversation="b", subject="s")
    theirs, _ = redactor(tmp_path, keys).redact(TEXT, conversation="c", subject="t")
    now = redactor(tmp_path, keys)
    now.redact("held in memory too", conversation="a")
    assert now.erase(subject="s")
    assert not now.erase(subject="s")
    assert now.redact("x", conversation="c")[1].restore(theirs) == TEXT
    with pytest.raises(StorageError, match="destroyed"):
        now.redact("x", conversation="a")
    assert len(list(tmp_path.glob("*.vault"))) == len(list(tmp_path.glob("*.subject"))) == 1


def test_without_a_shelf_a_subject_is_erased_from_memory() -> None:
    held = Redactor.default(["KE"])
    mine, _ = held.redact(TEXT, conversation="a", subject="s")
    theirs, _ = held.redact(TEXT, conversation="b", subject="t")
    assert held.erase(subject="s")
    assert held.redact("x", conversation="a")[1].restore(mine) == mine
    assert held.redact("x", conversation="b")[1].restore(theirs) == TEXT


def test_erasure_destroys_the_key_and_the_file(tmp_path: Path) -> None:
    keys = Keys()
    redactor(tmp_path, keys).redact(TEXT, conversation="c")
    (path,) = tmp_path.iterdir()
    copy = path.read_bytes()
    shelf = VaultFolder(tmp_path, keys)
    assert shelf.erase("c")
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(copy)
    with pytest.raises(StorageError, match="destroyed"):
        shelf.load("c")


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be made"):
        VaultFolder(tmp_path / "file" / "vault", Keys())


def test_masks_say_only_the_kind() -> None:
    masked = Redactor.default().replace(TEXT, mask)
    assert masked == "ID [KE-NATIONAL-ID], phone [PHONE], born [DATE-OF-BIRTH], IP [IP]"


def test_generalisation_keeps_what_statistics_need() -> None:
    text = TEXT + ", indangamuntu 1 1985 8 0123456 0 12"
    assert Redactor.default().replace(text, generalise(date(2026, 1, 1))) == (
        "ID [KE-NATIONAL-ID], phone [PHONE KE], born [DATE-OF-BIRTH age 40-49], "
        "IP [IP 192.168.0.0/16], indangamuntu [RW-NID age 40-49]"
    )


def test_keyed_pseudonyms_are_the_same_everywhere_under_one_key() -> None:
    one = Redactor.default().replace("call 0722 123 456", keyed(KEY))
    other = Redactor.default().replace("call +254722123456", keyed(KEY))
    assert one == other
    assert one != Redactor.default().replace("call 0722 123 456", keyed(KEY[::-1]))


def test_surrogates_keep_the_form() -> None:
    fake = surrogate(KEY)("KE_KRA_PIN", "A004416331M")
    assert fake != "A004416331M"
    assert fake[0].isupper()
    assert fake[1:10].isdigit()
    assert surrogate(KEY)("EMAIL", "jane.doe@tax.go.ke").endswith("@example.org")
    assert surrogate(KEY)("KE_KRA_PIN", "A004416331M") == fake


@pytest.mark.parametrize("make", [keyed, surrogate])
def test_a_short_key_is_refused(make: object) -> None:
    with pytest.raises(ConfigurationError, match="too short"):
        make(b"secret")  # type: ignore[operator]


def _opened(folder: Path, **keys: object) -> Redactor:
    """The built-in redactor as a configuration opens it."""
    from opengovai.plugins import build

    table = {"vault_path": str(folder), "countries": ["KE"], "names": False, **keys}
    made = build("redactors", "builtin", table)
    assert isinstance(made, Redactor)
    return made


def test_a_configuration_keeps_vaults(tmp_path: Path) -> None:
    redacted, _ = _opened(tmp_path).redact(TEXT, conversation="c-1")
    _, vault = _opened(tmp_path).redact("more", conversation="c-1")
    assert vault.restore(redacted) == TEXT
    assert _opened(tmp_path).erase("c-1")
    with pytest.raises(StorageError):
        _opened(tmp_path).redact("more", conversation="c-1")


def test_default_keeps_vaults_in_a_folder(tmp_path: Path) -> None:
    redacted, _ = Redactor.default(["KE"], names=False, vaults=tmp_path).redact(
        TEXT, conversation="c-1"
    )
    _, vault = Redactor.default(["KE"], names=False, vaults=tmp_path).redact("", conversation="c-1")
    assert vault.restore(redacted) == TEXT
    with pytest.raises(ConfigurationError):
        Redactor.default(vaults=tmp_path, conversations=Conversations())


def test_a_configuration_takes_another_key_store(tmp_path: Path) -> None:
    keys = Keys()
    redacted, _ = _opened(tmp_path, keys=keys).redact(TEXT, conversation="c-1")
    assert len(keys.kept) == 1
    assert not (tmp_path / "keys").exists()
    _, vault = _opened(tmp_path, keys=keys).redact("", conversation="c-1")
    assert vault.restore(redacted) == TEXT


def test_keys_without_a_folder_are_refused() -> None:
    from opengovai.plugins import build

    with pytest.raises(ConfigurationError, match="vault_path"):
        build("redactors", "builtin", {"vault_days": 30})


def test_vaults_past_their_days_go(tmp_path: Path) -> None:
    keys = Keys()
    shelf = VaultFolder(tmp_path, keys, days=30)
    Redactor.default(["KE"], names=False, conversations=Conversations(shelf=shelf)).redact(
        TEXT, conversation="old"
    )
    (old,) = tmp_path.glob("*.vault")
    os.utime(old, (0, 0))
    fresh = VaultFolder(tmp_path, keys, days=30)
    fresh.save("new", Pseudonyms())
    assert fresh.load("old") is None
    assert fresh.load("new") is not None


def test_key_files_forget_for_good(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path)
    key = keys.key("vault/1")
    assert len(key) == 32
    assert KeyFiles(tmp_path).key("vault/1") == key
    assert keys.key("vault/2") != key
    assert keys.destroy("vault/1")
    assert not keys.destroy("vault/1")
    with pytest.raises(StorageError, match="destroyed"):
        keys.key("vault/1")
    assert not any(key in path.read_bytes() for path in tmp_path.iterdir())
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
