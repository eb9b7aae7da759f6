"""Brazil: CPF and CNPJ (Receita Federal; CNPJ with letters from July 2026, IN RFB 2.229/2024)."""

from __future__ import annotations

from stdnum.br import cnpj, cpf

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="BR",
    identifiers=(
        Identifier(
            entity="BR_CPF",
            shape=r"\d{11}",
            lengths=(11,),
            context=("br_cpf",),
            check=cpf.is_valid,
            alone=0.8,
            written=r"\d{3}\.\d{3}\.\d{3}[-/]\d\d|\d{9}-\d\d",
        ),
        Identifier(
            entity="BR_CNPJ",
            shape=r"[A-Z0-9]{12}\d\d",
            lengths=(14,),
            context=("br_cnpj",),
            check=cnpj.is_valid,
            alone=0.8,
            written=r"[A-Z0-9]{2}\.[A-Z0-9]{3}\.[A-Z0-9]{3}/[A-Z0-9]{4}-\d\d|\d{14}",
        ),
    ),
    words={"br_cpf": listed("cpf"), "br_cnpj": listed("cnpj")},
)
