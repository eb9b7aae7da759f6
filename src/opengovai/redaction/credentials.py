"""What opens something: keys, tokens, passwords, links that carry them; and wallets and BICs.

Shapes as their issuers publish them: AWS access key identifiers, GitHub token formats, RFC 7519
(JWT), RFC 7468 (PEM), RFC 6750 (bearer), RFC 3986 (user information in a URI).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import bic, bitcoin

from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_BASE58 = "1-9A-HJ-NP-Za-km-z"
_TOKENS = (
    "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",
    "gh[pousr]_[A-Za-z0-9]{36,}",
    "github_pat_[A-Za-z0-9_]{22,}",
    "glpat-[A-Za-z0-9_-]{20,}",
    "xox[abeoprs]-[A-Za-z0-9-]{10,}",
    "AIza[A-Za-z0-9_-]{35}",
    "[sr]k_(?:live|test)_[A-Za-z0-9]{16,}",
    "sk-[A-Za-z0-9_-]{20,}",
    "hf_[A-Za-z0-9]{30,}",
    "eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]*",
    "-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\r\\n:, -]*",
    "[Bb](?:earer|EARER) [A-Za-z0-9._~+/=-]{16,}",
)
_URL = "[A-Za-z][A-Za-z0-9+.-]{1,12}://[^ \\t\\r\\n<>\"'\u00ab\u00bb]+"
_WALLETS = f"0x[0-9A-Fa-f]{{40}}|bc1[0-9a-z]{{11,71}}|[13][{_BASE58}]{{25,34}}"
_NAMED = (
    "(?i:password|passcode|passwd|pwd|passwort|kennwort|mot de passe|пароль|құпиясөз|құпия сөз|"
    "nywila|neno la siri|nenosiri|ijambo ry.ibanga|login|username|логин|benutzername|"
    "nom d.utilisateur|jina la mtumiaji|api[ _-]?key|secret key|access[ _-]key)"
)
_VALUE = (
    f"{_NAMED}(?:(?: [A-Za-z\u00c0-\u024f-]{{2,14}})? ?[:=] ?|"
    "(?: (?i:is|was|ist|war|lautet|ni|yari|ilikuwa|est|était|был))? )"
    "[^ \\t\\r\\n]{4,}"
)
_CODE = (
    "(?i:otp|one[- ]time (?:pin|password|code)|code otp|tan-code|код из смс|смс-код|sms-код|"
    "код подтверждения|растау коды|namba ya siri)(?: code)? ?(?:[:=-]|(?i:is|ni|est|ist))? ?"
    "[0-9]{4,8}|"
    "(?i:pin|login-pin|pin code|code pin|pin ya m-?pesa|m-?pesa pin|пин-код|пин)"
    " ?(?:[:=-]|(?i:is|was|ni|est|ist))? ?[0-9](?: ?[0-9]){3}"
)
_SECRET = compile_pattern("|".join((*_TOKENS, _URL, _WALLETS, _VALUE, _CODE)))
_SIGN = (
    "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|AIza|k_(?:live|test)_|"
    f"sk-|hf_|eyJ|-----BEGIN|[Bb](?:earer|EARER) |://|0x[0-9A-Fa-f]{{4}}|bc1|[13][{_BASE58}]{{25}}|"
    f"{_NAMED}|(?i:otp|one[- ]time|tan-code|код |смс-код|sms-код|растау|namba ya siri|pin ?[:=-]|"
    "pin (?:is|was|ni|est|ist|code|ya )|pin ?[0-9]|пин)"
)
_BIC = compile_pattern("[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_BIC_WORD = re.compile(r"\b(?:bic|swift|бик)\b", re.IGNORECASE)
_BIC_HINT = compile_pattern("(?i:bic|swift|бик)")
_NEAR = 32
_SECRET_VALUE = re.compile(
    r"(?:[:=]|\b(?:is|was|ist|war|lautet|ni|yari|ilikuwa|est|était|был)\b)\s?(?=\S)", re.IGNORECASE
)
_IS_NAMED = re.compile(f"{_NAMED}|{_CODE}")
_PIN = re.compile(r"[0-9](?: ?[0-9]){3,7}\Z")
_MADE_UP = re.compile(r"[0-9!@#$%^&*]")
_TELLTALE = re.compile(
    r"://[^/?#@]*@|[?&#;](?:[\w.-]*(?:token|key|secret|sig|signature|auth|session|sid|password|pwd|"
    r"passwd|code|otp|jwt|ticket|credential|apikey)[\w.-]*)=[^&#;]+",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"\u2026"


class CredentialRecognizer:
    """Finds secrets, links with secrets, wallets and bank identifier codes."""

    signs = (_SIGN, _BIC_HINT.source)
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of what was found."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text = subject.text
        for start, end in _SECRET.spans(subject):
            if not text[start - 1 : start].isalnum():
                yield from _secret(text, start, end)
        if next(_BIC_HINT.spans(subject), None) is not None:
            yield from _bics(subject)


def _secret(text: str, start: int, end: int) -> Iterator[EntitySpan]:
    piece = text[start:end]
    if "://" in piece[:16]:
        if _TELLTALE.search(piece):
            last = start + len(piece.rstrip(_TRAILING))
            yield _span(start, last, "URL_CREDENTIALS")
    elif _is_wallet(piece):
        whole = not text[end : end + 1].isalnum()
        if whole:
            yield _span(start, end, "ETHEREUM" if piece.startswith("0x") else "BITCOIN")
    elif piece[0] not in "013" and not piece.startswith("bc1"):
        first = start + _value_at(piece)
        if first == end or (piece[-1].isdigit() and text[end : end + 2].strip()[:1].isdigit()):
            return
        last = max(first + 1, start + len(piece.rstrip(_TRAILING)))
        yield _span(first, last, "CREDENTIAL")


def _value_at(piece: str) -> int:
    """Where the secret begins in what was found; behind its end if a word follows the label, as in
    `password reset`."""
    if not _IS_NAMED.match(piece):
        return 0
    value = _SECRET_VALUE.search(piece)
    if value:
        return value.end()
    code = _PIN.search(piece)
    last = code.start() if code else piece.rfind(" ") + 1
    return last if _MADE_UP.search(piece, last) else len(piece)


def _is_wallet(piece: str) -> bool:
    if piece.startswith("0x"):
        return True
    return bool(piece[0] in "13" or piece.startswith("bc1")) and bool(bitcoin.is_valid(piece))


def _bics(subject: Subject) -> Iterator[EntitySpan]:
    text = subject.text
    for start, end in _BIC.spans(subject):
        whole = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        near = _BIC_WORD.search(text, max(0, start - _NEAR), min(len(text), end + _NEAR))
        if whole and near and bic.is_valid(text[start:end]):
            yield _span(start, end, "BIC", score=0.8)


def _span(start: int, end: int, entity: str, *, score: float = 0.95) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity=entity, score=score, recognizer="credential")
