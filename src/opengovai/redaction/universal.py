"""Numbers that mean the same everywhere: IBAN (ISO 13616), payment cards (ISO/IEC 7812), IMEI
(3GPP TS 23.003), VIN (ISO 3779), and documents of countries without a pack, where words say so."""

from __future__ import annotations

from stdnum import iban, imei, luhn

from opengovai.redaction.identifiers import Identifier, listed

_IBAN_COUNTRIES = (
    "A[DELTZ]|B[AEGHIRY]|C[HRYZ]|D[EJKO]|E[EGS]|F[IKOR]|G[BEILRT]|H[NRU]|I[ELQST]|JO|K[WZ]|"
    "L[BCITUVY]|M[CDEKNRTU]|N[ILO]|OM|P[KLST]|QA|R[OSU]|S[ACDEIKMOTV]|T[LNR]|UA|V[AG]|XK|YE"
)

IDENTIFIERS = (
    Identifier(
        entity="IBAN",
        shape=rf"(?:{_IBAN_COUNTRIES})\d\d[A-Z0-9]{{11,30}}",
        lengths=tuple(range(15, 35)),
        context=("bank",),
        check=iban.is_valid,
        alone=1.0,
    ),
    Identifier(
        entity="CARD",
        shape=r"(?:4\d{12}(?:\d{3}(?:\d{3})?)?|(?:5\d|2[2-7]|3\d|6\d)\d{11,17})",
        lengths=tuple(range(13, 20)),
        context=("card",),
        check=luhn.is_valid,
        alone=0.75,
    ),
    Identifier(
        entity="IMEI",
        shape=r"\d{15}",
        lengths=(15,),
        context=("imei",),
        check=imei.is_valid,
    ),
    Identifier(
        entity="VIN",
        shape=r"(?=.*\d)[A-HJ-NPR-Z0-9]{17}",
        lengths=(17,),
        context=("vin",),
    ),
    Identifier(
        entity="PASSPORT",
        shape=r"[A-Z]{1,3}\d{6,9}|\d{7,9}|\d\d[A-Z]{2}\d{5}",
        lengths=tuple(range(7, 13)),
        context=("passport",),
        doubtful=True,
    ),
    Identifier(
        entity="DRIVING_LICENCE",
        shape=r"[A-Z]{0,3}\d{6,14}[A-Z]{0,2}",
        lengths=tuple(range(7, 18)),
        context=("licence",),
        doubtful=True,
    ),
    Identifier(
        entity="BANK_ACCOUNT",
        shape=r"\d{8,24}",
        lengths=tuple(range(8, 25)),
        context=("account",),
        doubtful=True,
    ),
)

WORDS = {
    "bank": listed(
        "iban, bank, account, acc, a c, benki, akaunti, banki, konti, банк*, шот*, счет*, счёт*, "
        "konto*, bankverbindung, compte, banque, rib"
    ),
    "account": listed(
        "account, account no, acct, acc, a c, "
        "akaunti, konti, kontonummer, konto, compte, счёт, счет, счета, "
        "счёта, счет получателя, счёт получателя, р с, л с, шот, шоты, шотым, rib"
    ),
    "card": listed(
        "card, cc, visa, mastercard, debit, credit, kadi, ikarita, карта*, карты, карту, картасы*, "
        "карт, kreditkarte*, karte, carte"
    ),
    "imei": listed("imei"),
    "vin": listed(
        "vin, chassis, chasis, chesi, шасси, вин, кузов, кузова, шанақ, fahrgestellnummer, "
        "fahrzeug identifizierungsnummer, fin, châssis"
    ),
}
