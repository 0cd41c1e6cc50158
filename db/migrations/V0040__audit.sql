CREATE TABLE audit.change (
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    table_name text NOT NULL,
    row_key text NOT NULL,
    action text NOT NULL,
    actor_id bigint,
    actor_role text NOT NULL,
    database_user text NOT NULL DEFAULT session_user,
    request_id text,
    old_values jsonb,
    new_values jsonb,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT change_pkey PRIMARY KEY (change_id, at),
    CONSTRAINT change_action_is_known CHECK (action IN ('insert', 'update', 'delete'))
) PARTITION BY RANGE (at);
COMMENT ON TABLE audit.change IS
    'Every change of every table that is not derived, ephemeral or append-only itself. An update keeps the changed '
    'columns only.';
COMMENT ON COLUMN audit.change.row_key IS 'The primary key''s values, joined by commas.';
COMMENT ON COLUMN audit.change.actor_id IS 'The person of the token; no foreign key, since people may be erased.';
CREATE INDEX change_row_idx ON audit.change (table_name, row_key, at);
COMMENT ON INDEX audit.change_row_idx IS 'The history of one row.';
CREATE INDEX change_left_ticket_idx ON audit.change ((old_values ->> 'ticket_id'), at)
    WHERE old_values ->> 'ticket_id' IS NOT NULL;
COMMENT ON INDEX audit.change_left_ticket_idx IS 'ticket_as_of: what belonged to a ticket and was deleted or moved.';
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

INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD061', 404, 'the row was not there at that instant',
        'Ask for an instant between its creation and its deletion.');

INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('audit_kept_months', 'int', '0', '{"min": 0, "max": 1200}',
        'Whole months that the audit log is kept; 0: for ever.');

INSERT INTO helpdesk.permission (permission, description) VALUES
    ('audit.read', 'Read the audit log.');
INSERT INTO helpdesk.role_permission (role, permission) VALUES ('admin', 'audit.read');

ALTER TABLE audit.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.change_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.gap ENABLE ROW LEVEL SECURITY;
