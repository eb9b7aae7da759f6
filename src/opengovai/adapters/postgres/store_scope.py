"""Which rows of `search` a query may find, as a condition on its alias `s`."""

from __future__ import annotations

from typing import Any

from psycopg import sql

from opengovai.adapters.postgres.store_rows import plain
from opengovai.types import Scope

_IN_FORCE = "s.valid_from <= %(day)s::date AND %(day)s::date <= s.valid_until"
_LANGUAGES = "s.language = ANY(%(languages)s::text[])"
_PUBLISHERS = "s.publisher = ANY(%(publishers)s::text[])"
_PREFIXES = (
    "EXISTS (SELECT FROM unnest(%(prefixes)s::text[]) AS p WHERE starts_with(s.document_id, p))"
)


def scoped(scope: Scope) -> tuple[sql.Composable, dict[str, Any]]:
    """The condition, and the values that it names."""
    values = {
        "languages": list(scope.languages),
        "publishers": list(map(plain, scope.publishers)),
        "prefixes": list(scope.prefixes),
    }
    wanted = {"languages": _LANGUAGES, "publishers": _PUBLISHERS, "prefixes": _PREFIXES}
    conditions = [sql.SQL(_IN_FORCE), *(sql.SQL(wanted[name]) for name in wanted if values[name])]
    return sql.SQL(" AND ").join(conditions), values | {"day": scope.on}
