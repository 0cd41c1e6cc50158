CREATE TABLE audit.generation (
    generation int CONSTRAINT generation_pkey PRIMARY KEY,
    system_identifier bigint NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    from_change_id bigint NOT NULL,
    until_change_id bigint NOT NULL
);
COMMENT ON TABLE audit.generation IS
    'A server on which the log was sealed: numbers of transactions begin anew on each.';
COMMENT ON COLUMN audit.generation.generation IS '1, 2 … in order.';
COMMENT ON COLUMN audit.generation.system_identifier IS 'By which Postgres tells servers apart.';
COMMENT ON COLUMN audit.generation.begun_at IS 'When it was first sealed on.';
COMMENT ON COLUMN audit.generation.from_change_id IS 'Changes up to here were sealed before.';
COMMENT ON COLUMN audit.generation.until_change_id IS
    'Changes up to here were there when it began: those that no seal had are sealed first, by id.';

CREATE TABLE audit.seal (
    seal_id bigint CONSTRAINT seal_pkey PRIMARY KEY,
    generation int NOT NULL CONSTRAINT seal_generation_fkey REFERENCES audit.generation,
    month date NOT NULL,
    row_count int NOT NULL,
    root bytea NOT NULL,
    previous_hash bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    hash bytea NOT NULL,
    last_xid xid8 NOT NULL,
    last_change_id bigint NOT NULL,
    highest_change_id bigint NOT NULL,
    seen_xid xid8 NOT NULL,
    seen_change_id bigint NOT NULL,
    CONSTRAINT seal_has_rows CHECK (row_count > 0),
    CONSTRAINT seal_month_is_first_day CHECK (month = date_trunc('month', month::timestamp)::date)
);
COMMENT ON TABLE audit.seal IS 'Seals of the audit log, each over rows of one month and over the seal before it.';
COMMENT ON COLUMN audit.seal.seal_id IS '1, 2 … without a gap.';
COMMENT ON COLUMN audit.seal.generation IS 'The server on which it was made.';
COMMENT ON COLUMN audit.seal.month IS 'First day of the month, in UTC, of its rows.';
COMMENT ON COLUMN audit.seal.row_count IS 'Rows that it seals.';
COMMENT ON COLUMN audit.seal.root IS 'Root of the Merkle tree over its rows.';
COMMENT ON COLUMN audit.seal.previous_hash IS 'hash of the seal before it; of the first 32 zero bytes.';
COMMENT ON COLUMN audit.seal.sealed_at IS 'When it was made.';
COMMENT ON COLUMN audit.seal.hash IS 'SHA-256 over all the columns before; what is kept elsewhere as a checkpoint.';
COMMENT ON COLUMN audit.seal.last_xid IS
    'With last_change_id: up to here (transaction, then id) this server''s rows are sealed; 0: by id, what was there '
    'when the generation began.';
COMMENT ON COLUMN audit.seal.last_change_id IS 'See last_xid.';
COMMENT ON COLUMN audit.seal.highest_change_id IS 'The highest id of its rows.';
COMMENT ON COLUMN audit.seal.seen_xid IS
    'When it was made, this transaction and later ones had not begun: they write ids above seen_change_id.';
COMMENT ON COLUMN audit.seal.seen_change_id IS 'See seen_xid.';
COMMENT ON CONSTRAINT seal_has_rows ON audit.seal IS 'A seal has rows.';
COMMENT ON CONSTRAINT seal_month_is_first_day ON audit.seal IS 'The month of a seal is its first day.';
CREATE INDEX seal_seen_idx ON audit.seal (generation, seen_xid);
COMMENT ON INDEX audit.seal_seen_idx IS 'list_unsealed: from which id on it looks; foreign key.';
CREATE INDEX seal_last_idx ON audit.seal (generation, last_xid, last_change_id);
COMMENT ON INDEX audit.seal_last_idx IS 'verify_changes: the run that sealed a change.';
CREATE INDEX seal_month_idx ON audit.seal (month, seal_id);
COMMENT ON INDEX audit.seal_month_idx IS 'The seals of a month.';

CREATE TABLE audit.sealed_rows (
    seal_id bigint CONSTRAINT sealed_rows_pkey PRIMARY KEY CONSTRAINT sealed_rows_seal_fkey REFERENCES audit.seal,
    change_ids bigint[] NOT NULL,
    leaves bytea NOT NULL,
    CONSTRAINT sealed_rows_have_leaves CHECK (octet_length(leaves) = 32 * cardinality(change_ids))
);
COMMENT ON TABLE audit.sealed_rows IS
    'Which rows a seal has, and their hashes, by which a changed row is named; goes when its month is dropped.';
COMMENT ON COLUMN audit.sealed_rows.seal_id IS 'The seal.';
COMMENT ON COLUMN audit.sealed_rows.change_ids IS 'Its rows in the order of the tree.';
COMMENT ON COLUMN audit.sealed_rows.leaves IS 'Their hashes in the same order, 32 bytes each.';
COMMENT ON CONSTRAINT sealed_rows_have_leaves ON audit.sealed_rows IS 'Each row of a seal has its hash.';

ALTER TABLE audit.generation ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.sealed_rows ENABLE ROW LEVEL SECURITY;
