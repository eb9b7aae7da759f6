"""The tables of the knowledge base: step 2 of the migrations (docs/spec/knowledge-base.md).

Every key begins with the collection, so that one can be moved, partitioned or sharded whole.
`passage` and `search` are partitioned by it. A term stands in `search` as a key of 64 bits, sorted,
and beside it in `counts` how often it occurs, a byte each. `frequency` and `extent` are sums over
rows that writers only append, so that writers never wait for each other there.
"""

from __future__ import annotations

STEP = """
CREATE SEQUENCE opengovai.version_stored;
CREATE SEQUENCE opengovai.passage_row;
CREATE TABLE opengovai.document (
    collection text, id text, version text NOT NULL, fingerprint text NOT NULL,
    PRIMARY KEY (collection, id)
);
CREATE TABLE opengovai.version (
    collection text, document_id text, version text,
    stored bigint NOT NULL DEFAULT nextval('opengovai.version_stored'),
    metadata json NOT NULL,
    text bytea NOT NULL CHECK (version = encode(sha256(text), 'hex')),
    PRIMARY KEY (collection, document_id, version)
);
CREATE TABLE opengovai.passage (
    collection text, row bigint, id text NOT NULL, document_id text NOT NULL,
    version text NOT NULL, first int NOT NULL, last int NOT NULL, language text NOT NULL,
    digest bytea NOT NULL, content json NOT NULL,
    PRIMARY KEY (collection, row), UNIQUE (collection, id)
) PARTITION BY LIST (collection);
CREATE INDEX ON opengovai.passage (collection, document_id);
CREATE TABLE opengovai.search (
    collection text, row bigint, language text NOT NULL, document_id text NOT NULL,
    publisher text NOT NULL, valid_from date NOT NULL, valid_until date NOT NULL,
    length int NOT NULL, lengths int[] NOT NULL, terms bigint[] NOT NULL, counts bytea NOT NULL,
    PRIMARY KEY (collection, row)
) PARTITION BY LIST (collection);
-- kB: every term of every query reads through the pending list after a load.
CREATE INDEX ON opengovai.search USING gin (terms) WITH (gin_pending_list_limit = 128);
CREATE TABLE opengovai.passage_default PARTITION OF opengovai.passage DEFAULT;
CREATE TABLE opengovai.search_default PARTITION OF opengovai.search DEFAULT
    WITH (toast_tuple_target = 128);
CREATE TABLE opengovai.frequency (
    collection text NOT NULL, language text NOT NULL, key bigint NOT NULL, term text COLLATE "C",
    passages bigint NOT NULL
);
CREATE INDEX ON opengovai.frequency (collection, key) INCLUDE (passages);
CREATE INDEX ON opengovai.frequency (collection, language, term) INCLUDE (key)
    WHERE term IS NOT NULL;
CREATE TABLE opengovai.extent (
    collection text NOT NULL, language text NOT NULL, passages bigint NOT NULL,
    lengths bigint[] NOT NULL
);
CREATE INDEX ON opengovai.extent (collection);

CREATE FUNCTION opengovai.refuse_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a version that could be cited stays as it is'; END $$;
CREATE TRIGGER version_stays BEFORE DELETE OR TRUNCATE ON opengovai.version
    FOR EACH STATEMENT EXECUTE FUNCTION opengovai.refuse_version();
CREATE TRIGGER text_stays BEFORE UPDATE OF document_id, version, text ON opengovai.version
    FOR EACH STATEMENT EXECUTE FUNCTION opengovai.refuse_version();
"""

GRANTS = """
GRANT USAGE ON SCHEMA opengovai TO opengovai_reader, opengovai_editor;
GRANT SELECT ON opengovai.document, opengovai.version, opengovai.passage, opengovai.search,
    opengovai.frequency, opengovai.extent TO opengovai_reader, opengovai_editor;
GRANT INSERT, UPDATE, DELETE ON opengovai.document, opengovai.passage, opengovai.search
    TO opengovai_editor;
GRANT INSERT ON opengovai.version TO opengovai_editor;
GRANT UPDATE (metadata) ON opengovai.version TO opengovai_editor;
GRANT INSERT, DELETE ON opengovai.frequency, opengovai.extent TO opengovai_editor;
GRANT USAGE ON SEQUENCE opengovai.version_stored, opengovai.passage_row TO opengovai_editor;
"""

PARTITION = (
    "CREATE TABLE IF NOT EXISTS {passage} PARTITION OF opengovai.passage FOR VALUES IN ({name})",
    """CREATE TABLE IF NOT EXISTS {search} PARTITION OF opengovai.search FOR VALUES IN ({name})
       WITH (toast_tuple_target = 128)""",
)
"""Give one collection tables of its own; their names and the collection are filled in."""
