"""France: NIR (INSEE, key modulo 97; departments 2A and 2B), fiscal number, identity documents."""

from __future__ import annotations

from stdnum.fr import nif, nir

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="FR",
    identifiers=(
        Identifier(
            entity="FR_NIR",
            shape=r"[1-478]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)\d[\dAB]\d{8}",
            lengths=(15,),
            context=("social", "fr_nir"),
            check=nir.is_valid,
            alone=0.9,
        ),
        Identifier(
            entity="FR_NIR",
            shape=r"[12]\d\d(?:0[1-9]|1[0-2])\d[\dAB]\d{6}",
            lengths=(13,),
            context=("social", "fr_nir"),
        ),
        Identifier(
            entity="FR_FISCAL",
            shape=r"[0-3]\d{12}",
            lengths=(13,),
            context=("fr_fiscal",),
            check=nif.is_valid,
        ),
        Identifier(
            entity="FR_ID_CARD",
            shape=r"\d{12}|[A-Z]\d[A-Z0-9]{6}\d|[A-Z0-9]{4}\d[A-Z0-9]{4}",
            lengths=(9, 12),
            context=("fr_id",),
        ),
        Identifier(
            entity="FR_PASSPORT", shape=r"\d\d[A-Z]{2}\d{5}", lengths=(9,), context=("passport",)
        ),
        Identifier(
            entity="FR_NIR",
            shape=r"\d{14,16}",
            lengths=(14, 15, 16),
            context=("fr_nir",),
            doubtful=True,
        ),
    ),
    words={
        "fr_nir": listed("nir, insee, ss, n ss, sécu, sécurité sociale, numéro de sécu, vitale"),
        "fr_fiscal": listed("fiscal, spi, impots, impôts"),
        "fr_id": listed("cni, identité"),
    },
)
