"""The tables of cases: step 3 of the migrations (docs/spec/cases.md)."""

from __future__ import annotations

STEP = """
CREATE TABLE opengovai.services (
    digest text PRIMARY KEY, folder text NOT NULL, body bytea NOT NULL
);
CREATE TABLE opengovai.cases (
    id text PRIMARY KEY, intake text NOT NULL UNIQUE, service text NOT NULL,
    digest text NOT NULL REFERENCES opengovai.services (digest), state text NOT NULL,
    received text NOT NULL, due text NOT NULL DEFAULT '', kind text NOT NULL DEFAULT '',
    language text NOT NULL DEFAULT '', queue text NOT NULL DEFAULT '',
    confidence double precision NOT NULL DEFAULT 0, recommended text NOT NULL DEFAULT '',
    findings text NOT NULL DEFAULT '', assignee text NOT NULL DEFAULT '',
    outcome text NOT NULL DEFAULT '', reason text NOT NULL DEFAULT '',
    decider text NOT NULL DEFAULT '', blind int NOT NULL DEFAULT 0,
    subject text NOT NULL DEFAULT '', duplicate text NOT NULL DEFAULT '',
    hold text NOT NULL DEFAULT '', closed text NOT NULL DEFAULT '',
    lease_owner text NOT NULL DEFAULT '', lease_until double precision NOT NULL DEFAULT 0,
    attempts int NOT NULL DEFAULT 0, name text NOT NULL DEFAULT '',
    source bytea, content bytea, twice int NOT NULL DEFAULT 0
);
CREATE INDEX cases_by_state ON opengovai.cases (state, queue, due);
CREATE INDEX cases_by_subject ON opengovai.cases (subject);
CREATE INDEX cases_by_duplicate ON opengovai.cases (service, duplicate);
CREATE TABLE opengovai.events (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id text NOT NULL REFERENCES opengovai.cases (id), time text NOT NULL,
    actor text NOT NULL, kind text NOT NULL, trail text NOT NULL, data text NOT NULL
);
CREATE INDEX events_by_case ON opengovai.events (case_id, seq);
CREATE TABLE opengovai.recorded (
    seq bigint PRIMARY KEY REFERENCES opengovai.events (seq), log text NOT NULL,
    entry bigint NOT NULL
);
CREATE TABLE opengovai.outbox (
    key text PRIMARY KEY, case_id text NOT NULL UNIQUE REFERENCES opengovai.cases (id),
    state text NOT NULL, notice bytea NOT NULL, lease_owner text NOT NULL DEFAULT '',
    lease_until double precision NOT NULL DEFAULT 0, attempts int NOT NULL DEFAULT 0
);

CREATE FUNCTION opengovai.refuse_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON opengovai.events
    FOR EACH STATEMENT EXECUTE FUNCTION opengovai.refuse_event();
"""

GRANTS = """
GRANT USAGE ON SCHEMA opengovai TO opengovai_caseworker;
GRANT SELECT, INSERT ON opengovai.services, opengovai.events, opengovai.recorded
    TO opengovai_caseworker;
GRANT SELECT, INSERT, UPDATE ON opengovai.cases, opengovai.outbox TO opengovai_caseworker;
GRANT SELECT, INSERT ON opengovai.subject TO opengovai_caseworker;
"""
"""Keys are destroyed by a member of `opengovai_eraser` alone."""
