CREATE TABLE audit.change (
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    table_name text NOT NULL,
    row_key text NOT NULL,
    action text NOT NULL,
    actor_id bigint,
    actor_role text NOT NULL,
    impersonator_id bigint DEFAULT helpdesk.impersonator_id(),
    database_user text NOT NULL DEFAULT session_user,
    request_id text,
    old_values jsonb,
    new_values jsonb,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    salt uuid DEFAULT gen_random_uuid(),
    withheld jsonb,
    CONSTRAINT change_pkey PRIMARY KEY (change_id, at),
    CONSTRAINT change_action_is_known CHECK (action IN ('insert', 'update', 'delete'))
) PARTITION BY RANGE (at);
COMMENT ON TABLE audit.change IS
    'Every change of every table that is not derived, ephemeral or append-only itself. An update keeps the changed '
    'columns only.';
COMMENT ON COLUMN audit.change.change_id IS 'Key; of two changes the later transaction need not have the higher one.';
COMMENT ON COLUMN audit.change.at IS 'When the transaction that changed the row began.';
COMMENT ON COLUMN audit.change.table_name IS 'Table of the row, without its schema.';
COMMENT ON COLUMN audit.change.row_key IS 'The primary key''s values, joined by commas.';
COMMENT ON COLUMN audit.change.action IS 'insert, update or delete.';
COMMENT ON COLUMN audit.change.actor_id IS 'The person of the token; no foreign key, since people may be erased.';
COMMENT ON COLUMN audit.change.actor_role IS
    'Role that acted: anon, customer, agent, admin; system: workers, jobs and direct logins.';
COMMENT ON COLUMN audit.change.impersonator_id IS
    'The administrator who acted as actor_id; null: that person did it.';
COMMENT ON COLUMN audit.change.database_user IS 'Login of the connection.';
COMMENT ON COLUMN audit.change.request_id IS
    'helpdesk.request_id(): X-Request-Id of the request, or of that which had queued the job; null: neither.';
COMMENT ON COLUMN audit.change.old_values IS 'The row before; of an update its changed columns only; null: insert.';
COMMENT ON COLUMN audit.change.new_values IS 'The row after; of an update its changed columns only; null: delete.';
COMMENT ON COLUMN audit.change.xid IS 'Transaction: what was changed together has the same.';
COMMENT ON COLUMN audit.change.salt IS
    'Random, so that a seal tells nothing of values that were withheld; null: some were.';
COMMENT ON COLUMN audit.change.withheld IS
    'After erasure or redaction: by field (row_key, request_id, old.<column>, new.<column>) the commitment of a value '
    'that is no longer there, or the salt of one that is; in hexadecimal. Null: nothing was withheld.';
COMMENT ON CONSTRAINT change_action_is_known ON audit.change IS 'action is insert, update or delete.';
CREATE INDEX change_row_idx ON audit.change (table_name, row_key, at);
COMMENT ON INDEX audit.change_row_idx IS 'The history of one row.';
CREATE INDEX change_left_ticket_idx ON audit.change ((old_values ->> 'ticket_id'), at)
    WHERE old_values ->> 'ticket_id' IS NOT NULL;
COMMENT ON INDEX audit.change_left_ticket_idx IS 'ticket_as_of: what belonged to a ticket and was deleted or moved.';
CREATE INDEX change_left_person_idx ON audit.change ((old_values ->> 'person_id'))
    WHERE old_values ->> 'person_id' IS NOT NULL;
COMMENT ON INDEX audit.change_left_person_idx IS 'Erasure: what belonged to a person and was deleted.';
CREATE INDEX change_actor_idx ON audit.change (actor_id, at);
COMMENT ON INDEX audit.change_actor_idx IS 'What a person changed.';
CREATE INDEX change_at_idx ON audit.change (at);
COMMENT ON INDEX audit.change_at_idx IS 'Changes of a period.';

CREATE TABLE audit.change_default PARTITION OF audit.change DEFAULT;
COMMENT ON TABLE audit.change_default IS 'Catches what no month partition takes; normally empty.';

CREATE TABLE audit.gap (
    reason text NOT NULL,
    until_at timestamptz NOT NULL,
    CONSTRAINT gap_pkey PRIMARY KEY (reason)
);
COMMENT ON TABLE audit.gap IS 'What the audit log does not tell: changes before until_at, of rows that are older.';
COMMENT ON COLUMN audit.gap.reason IS 'What was not recorded.';
COMMENT ON COLUMN audit.gap.until_at IS 'From here on the log is complete again.';

ALTER TABLE audit.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.change_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.gap ENABLE ROW LEVEL SECURITY;
