"""The tables, as numbered steps. A step that was released is never changed; a new one follows.

`migrate` runs as the owner of the schema. Services log in as members of the roles that it makes.
Of the log, `opengovai_writer` may append and read, `opengovai_eraser` may destroy keys and private
parts; neither may change or remove an entry, and a trigger refuses it to the owner as well. Of the
knowledge base, `opengovai_reader` may read, `opengovai_editor` also write; no version is removed.
Of cases, `opengovai_caseworker` may read and write all but their events, which are only appended.
"""

from __future__ import annotations

from psycopg import Connection, sql

from opengovai.adapters.postgres import case_schema, store_schema

LOCK = 6_217_041_129
"""Advisory lock of the migrations: two servers starting at once take turns."""

_STEPS = (
    """
    CREATE TABLE opengovai.head (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        size bigint NOT NULL CHECK (size >= 0)
    );
    INSERT INTO opengovai.head (size) VALUES (0);
    CREATE TABLE opengovai.entry (
        index bigint PRIMARY KEY,
        leaf bytea NOT NULL CHECK (octet_length(leaf) BETWEEN 1 AND 65535)
    );
    CREATE TABLE opengovai.private (
        index bigint PRIMARY KEY REFERENCES opengovai.entry,
        subject text NOT NULL,
        sealed bytea NOT NULL
    );
    CREATE INDEX private_subject ON opengovai.private (subject);
    CREATE TABLE opengovai.subject (name text PRIMARY KEY, key bytea);

    CREATE FUNCTION opengovai.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the log only grows'; END $$;
    CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON opengovai.entry
        FOR EACH STATEMENT EXECUTE FUNCTION opengovai.refuse();
    CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON opengovai.head
        FOR EACH STATEMENT EXECUTE FUNCTION opengovai.refuse();
    CREATE TRIGGER head_grows BEFORE UPDATE ON opengovai.head
        FOR EACH ROW WHEN (NEW.size <= OLD.size) EXECUTE FUNCTION opengovai.refuse();
    """,
    store_schema.STEP,
    case_schema.STEP,
)

_ROLE_NAMES = (
    "opengovai_writer",
    "opengovai_eraser",
    "opengovai_reader",
    "opengovai_editor",
    "opengovai_caseworker",
)

_GRANTS = """
GRANT USAGE ON SCHEMA opengovai TO opengovai_writer, opengovai_eraser;
GRANT SELECT, INSERT ON opengovai.entry, opengovai.private, opengovai.subject TO opengovai_writer;
GRANT SELECT, UPDATE ON opengovai.head TO opengovai_writer;
GRANT SELECT, UPDATE, INSERT ON opengovai.subject TO opengovai_eraser;
GRANT SELECT, DELETE ON opengovai.private TO opengovai_eraser;
"""


def migrate(connection: Connection) -> int:
    """Bring the schema `opengovai` up to date; returns its version. Doing it twice is fine."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute("CREATE SCHEMA IF NOT EXISTS opengovai")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS opengovai.migration (version int PRIMARY KEY)"
        )
        row = connection.execute("SELECT coalesce(max(version), 0) FROM opengovai.migration")
        done = int((row.fetchone() or (0,))[0])
        for version, step in enumerate(_STEPS[done:], start=done + 1):
            connection.execute(step)
            connection.execute("INSERT INTO opengovai.migration VALUES (%s)", (version,))
        for role in _ROLE_NAMES:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).rowcount:
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        connection.execute(_GRANTS + store_schema.GRANTS + case_schema.GRANTS)
    return len(_STEPS)
