CREATE TABLE helpdesk.condition_operator (
    operator text CONSTRAINT condition_operator_pkey PRIMARY KEY,
    value_shape text NOT NULL,
    needs_event boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    CONSTRAINT condition_operator_shape_is_known
        CHECK (value_shape IN ('one', 'list', 'pair', 'flag', 'duration', 'pattern'))
);
COMMENT ON TABLE helpdesk.condition_operator IS 'How conditions compare.';
COMMENT ON COLUMN helpdesk.condition_operator.operator IS 'Key; "operator" of a condition.';
COMMENT ON COLUMN helpdesk.condition_operator.value_shape IS
    '"value" beside it: one value, a list, a pair, a flag (true or false), a duration ("2 hours"), a pattern.';
COMMENT ON COLUMN helpdesk.condition_operator.needs_event IS 'Only in workflows, which have an event to look at.';
COMMENT ON COLUMN helpdesk.condition_operator.description IS 'What it asks.';
COMMENT ON CONSTRAINT condition_operator_shape_is_known ON helpdesk.condition_operator IS
    'value_shape is one, list, pair, flag, duration or pattern.';

CREATE TABLE helpdesk.condition_type (
    value_type text CONSTRAINT condition_type_pkey PRIMARY KEY,
    operators text[] NOT NULL
);
COMMENT ON TABLE helpdesk.condition_type IS 'Types of condition fields: which operators fit.';
COMMENT ON COLUMN helpdesk.condition_type.value_type IS 'Key.';
COMMENT ON COLUMN helpdesk.condition_type.operators IS 'Operators that may be used with fields of the type.';

CREATE TABLE helpdesk.condition_field (
    field text CONSTRAINT condition_field_pkey PRIMARY KEY,
    value_type text NOT NULL CONSTRAINT condition_field_type_fkey REFERENCES helpdesk.condition_type,
    expression text NOT NULL,
    event_expression text,
    choices text,
    allowed text[],
    changed_by text,
    needs_caller boolean NOT NULL DEFAULT false,
    is_for_sla boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    custom_field_id bigint,
    CONSTRAINT condition_field_choices_are_for_values
        CHECK (choices IS NULL OR value_type IN ('choice', 'priority', 'id', 'tags'))
);
COMMENT ON TABLE helpdesk.condition_field IS 'What conditions can look at.';
COMMENT ON COLUMN helpdesk.condition_field.field IS 'Key; "field" of a condition. Custom fields are custom.<key>.';
COMMENT ON COLUMN helpdesk.condition_field.value_type IS 'Its type, which says the operators.';
COMMENT ON COLUMN helpdesk.condition_field.expression IS
    'SQL over v, a row of helpdesk.rule_ticket; EXISTS stands here and not in the view, so that it can become a join. '
    'Of tags and choices: what follows FROM, g being the row.';
COMMENT ON COLUMN helpdesk.condition_field.event_expression IS
    'In its place where there is an event, x.event: of what was when that happened, not of what has happened since. '
    'Null: the ticket as it is.';
COMMENT ON COLUMN helpdesk.condition_field.choices IS
    'Table and column that hold the allowed values, as table.column in helpdesk.';
COMMENT ON COLUMN helpdesk.condition_field.allowed IS 'The allowed values, where no table holds them.';
COMMENT ON COLUMN helpdesk.condition_field.changed_by IS
    'Event kind whose payload has from and to of the field; ticket_updated: under changes.';
COMMENT ON COLUMN helpdesk.condition_field.needs_caller IS
    'For views and macros only: escalation rules, automations and workflows run without a caller.';
COMMENT ON COLUMN helpdesk.condition_field.is_for_sla IS
    'SLA policies may look at it: v of helpdesk.rebuild_sla_matching has it, and its change is an event that matches '
    'anew.';
COMMENT ON COLUMN helpdesk.condition_field.description IS 'What it is.';
COMMENT ON COLUMN helpdesk.condition_field.custom_field_id IS
    'The custom field that it is; its options are the allowed values.';
COMMENT ON CONSTRAINT condition_field_choices_are_for_values ON helpdesk.condition_field IS
    'Only fields of type choice, priority, id and tags have choices.';
CREATE INDEX condition_field_type_idx ON helpdesk.condition_field (value_type);
COMMENT ON INDEX helpdesk.condition_field_type_idx IS 'Foreign key to condition_type.';
CREATE INDEX condition_field_custom_field_idx ON helpdesk.condition_field (custom_field_id);
COMMENT ON INDEX helpdesk.condition_field_custom_field_idx IS 'Foreign key to custom_field.';

ALTER TABLE helpdesk.condition_operator ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.condition_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.condition_field ENABLE ROW LEVEL SECURITY;
