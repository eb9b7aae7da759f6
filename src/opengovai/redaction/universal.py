"""Numbers that mean the same everywhere: IBAN (ISO 13616) and payment cards (ISO/IEC 7812)."""

from __future__ import annotations

from stdnum import iban, luhn

from opengovai.redaction.identifiers import Identifier, listed

IDENTIFIERS = (
    Identifier(
        entity="IBAN",
        shape=r"[A-Z]{2}\d\d[A-Z0-9]{11,30}",
        lengths=tuple(range(15, 35)),
        context=("bank",),
        check=iban.is_valid,
        alone=1.0,
    ),
    Identifier(
        entity="CARD",
        shape=r"(?:4\d{12}(?:\d{3}(?:\d{3})?)?|(?:5[0-9]|2[2-7]|3[0-9]|6[0-9])\d{11,17})",
        lengths=tuple(range(13, 20)),
        context=("card",),
        check=luhn.is_valid,
        alone=0.75,
    ),
)
WORDS = {
    "bank": listed(
        "iban, bank, account, acc, a c, benki, akaunti, banki, konti, банк*, шот*, счет*, "
        "счёт*, konto*, bankverbindung, compte, banque, rib"
    ),
    "card": listed(
        "card, visa, mastercard, credit card, debit card, kadi, ikarita, карта*, карты, "
        "карту, картасы*, карт, kreditkarte*, karte, carte, carte bancaire"
    ),
}
