"""United States: SSN and ITIN (Social Security Administration, IRS), EIN (IRS prefixes)."""

from __future__ import annotations

from stdnum.us import ein, itin, ssn

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="US",
    identifiers=(
        Identifier(
            entity="US_SSN",
            shape=r"\d{9}",
            lengths=(9,),
            context=("us_ssn",),
            check=ssn.is_valid,
            alone=0.85,
            written=r"\d{3}([ .-])\d\d\1\d{4}",
        ),
        Identifier(
            entity="US_ITIN",
            shape=r"9\d{8}",
            lengths=(9,),
            context=("us_itin",),
            check=itin.is_valid,
            alone=0.86,
            written=r"9\d\d([ -])\d\d\1\d{4}",
        ),
        Identifier(
            entity="US_EIN",
            shape=r"\d{9}",
            lengths=(9,),
            context=("us_ein",),
            check=ein.is_valid,
        ),
    ),
    words={
        "us_ssn": listed("ssn, social security, social"),
        "us_itin": listed("itin"),
        "us_ein": listed("ein, employer identification, employer identification number"),
    },
)
