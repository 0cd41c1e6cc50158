CREATE TYPE helpdesk.ticket_change AS (
    status text,
    priority text,
    ticket_type text,
    has_assignee boolean,
    assignee_id bigint,
    has_department boolean,
    department_id bigint,
    is_deletion boolean,
    has_reply boolean,
    custom_fields jsonb
);
COMMENT ON TYPE helpdesk.ticket_change IS
    'What a list of actions does to a ticket''s columns; null and has_* false: unchanged.';

CREATE TYPE helpdesk.action_result AS (
    number bigint,
    ticket_id bigint,
    reason text
);
COMMENT ON TYPE helpdesk.action_result IS
    'What an action did to a ticket: it changed it, or reason says why it could not; none: it changed nothing.';

CREATE TABLE helpdesk.rule_action (
    action text CONSTRAINT rule_action_pkey PRIMARY KEY,
    value_shape text NOT NULL,
    choices text,
    rule_kinds text[] NOT NULL,
    description text NOT NULL,
    CONSTRAINT rule_action_shape_is_known
        CHECK (value_shape IN ('none', 'value', 'optional', 'names', 'text', 'people', 'duration', 'custom'))
);
COMMENT ON TABLE helpdesk.rule_action IS 'What rules, macros and bulk changes can do.';
COMMENT ON COLUMN helpdesk.rule_action.action IS 'Key; "action" of an action.';
COMMENT ON COLUMN helpdesk.rule_action.value_shape IS
    '"value" beside it: none, a value, an id or null (optional), names, a text, people, a duration, {"field", '
    '"value"} (custom).';
COMMENT ON COLUMN helpdesk.rule_action.choices IS
    'Table and column that hold the allowed values; null: any that fits the shape.';
COMMENT ON COLUMN helpdesk.rule_action.rule_kinds IS
    'Where it may be used: kinds of rules, button (a workflow pressed by hand), bulk (rpc/change_tickets).';
COMMENT ON COLUMN helpdesk.rule_action.description IS 'What it does.';
COMMENT ON CONSTRAINT rule_action_shape_is_known ON helpdesk.rule_action IS
    'value_shape is none, value, optional, names, text, people, duration or custom.';

CREATE TABLE helpdesk.rule (
    rule_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_pkey PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    description text,
    position int NOT NULL DEFAULT 100,
    is_active boolean NOT NULL DEFAULT true,
    trigger_kind text CONSTRAINT rule_trigger_kind_fkey REFERENCES helpdesk.event_kind,
    is_manual boolean NOT NULL DEFAULT false,
    conditions jsonb NOT NULL DEFAULT '{}',
    predicate text NOT NULL,
    actions jsonb NOT NULL,
    owner_id bigint CONSTRAINT rule_owner_fkey REFERENCES helpdesk.agent,
    is_shared boolean NOT NULL DEFAULT true,
    failures int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT rule_kind_is_known CHECK (kind IN ('escalation', 'automation', 'workflow', 'macro')),
    CONSTRAINT rule_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT rule_workflow_has_trigger CHECK ((kind = 'workflow' AND NOT is_manual) = (trigger_kind IS NOT NULL)),
    CONSTRAINT rule_manual_is_workflow CHECK (NOT is_manual OR kind = 'workflow'),
    CONSTRAINT rule_private_is_macro CHECK (is_shared OR (kind = 'macro' AND owner_id IS NOT NULL))
);
COMMENT ON TABLE helpdesk.rule IS
    'escalation and automation: swept over open tickets; workflow: on an event, or by hand (a button); macro: applied '
    'by an agent.';
COMMENT ON COLUMN helpdesk.rule.rule_id IS 'Key.';
COMMENT ON COLUMN helpdesk.rule.kind IS
    'escalation and automation: swept; workflow: on an event, or by hand; macro: applied by an agent.';
COMMENT ON COLUMN helpdesk.rule.name IS 'Unique among the shared rules of a kind, and among an agent''s own macros.';
COMMENT ON COLUMN helpdesk.rule.description IS 'What it is for; null: nothing is said.';
COMMENT ON COLUMN helpdesk.rule.position IS 'Order in which rules of a kind run and are listed, lowest first.';
COMMENT ON COLUMN helpdesk.rule.is_active IS 'Whether it runs; one that fails too often in a row is switched off.';
COMMENT ON COLUMN helpdesk.rule.trigger_kind IS
    'Kind of event on which a workflow runs; null: it is swept, or applied by hand.';
COMMENT ON COLUMN helpdesk.rule.is_manual IS 'A workflow that is pressed as a button and waits for no event.';
COMMENT ON COLUMN helpdesk.rule.conditions IS
    'Which tickets it is for: {"all": [...]} or {"any": [...]} of {"field", "operator", "value"}; {}: all.';
COMMENT ON COLUMN helpdesk.rule.predicate IS
    'conditions compiled to SQL over helpdesk.rule_ticket AS v; $1 conditions, $2 as_of, x.event the event.';
COMMENT ON COLUMN helpdesk.rule.actions IS 'What it does: [{"action", "value"}, ...], in order.';
COMMENT ON COLUMN helpdesk.rule.owner_id IS 'Whose macro it is; null: nobody''s.';
COMMENT ON COLUMN helpdesk.rule.is_shared IS 'All staff may use it; false: a macro of its owner alone.';
COMMENT ON COLUMN helpdesk.rule.failures IS 'Errors in a row; at rules.failures_allowed the rule is switched off.';
COMMENT ON COLUMN helpdesk.rule.created_at IS 'When it was first saved.';
COMMENT ON COLUMN helpdesk.rule.updated_at IS 'When it was last saved.';
COMMENT ON CONSTRAINT rule_kind_is_known ON helpdesk.rule IS 'kind is escalation, automation, workflow or macro.';
COMMENT ON CONSTRAINT rule_name_is_short_text ON helpdesk.rule IS
    'The name of a rule has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT rule_workflow_has_trigger ON helpdesk.rule IS
    'A workflow that is not started by hand, and no other rule, has a trigger. Give trigger_kind, or set is_manual.';
COMMENT ON CONSTRAINT rule_manual_is_workflow ON helpdesk.rule IS 'Only workflows are started by hand.';
COMMENT ON CONSTRAINT rule_private_is_macro ON helpdesk.rule IS
    'Only macros that have an owner are private. Share it, or give it an owner.';
CREATE UNIQUE INDEX rule_shared_name_key ON helpdesk.rule (kind, name) WHERE is_shared;
COMMENT ON INDEX helpdesk.rule_shared_name_key IS 'Rules of a kind are told apart by name.';
CREATE UNIQUE INDEX rule_private_name_key ON helpdesk.rule (owner_id, name) WHERE NOT is_shared;
COMMENT ON INDEX helpdesk.rule_private_name_key IS 'As are an agent''s own macros, whatever others call theirs.';
CREATE INDEX rule_trigger_kind_idx ON helpdesk.rule (trigger_kind) WHERE kind = 'workflow' AND is_active;
COMMENT ON INDEX helpdesk.rule_trigger_kind_idx IS 'The workflows of an event, at each event; foreign key.';
CREATE INDEX rule_owner_idx ON helpdesk.rule (owner_id);
COMMENT ON INDEX helpdesk.rule_owner_idx IS 'An agent''s own macros; foreign key.';

CREATE TABLE helpdesk.rule_firing (
    firing_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_firing_pkey PRIMARY KEY,
    rule_id bigint NOT NULL CONSTRAINT rule_firing_rule_fkey REFERENCES helpdesk.rule ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT rule_firing_ticket_fkey REFERENCES helpdesk.ticket,
    event_id bigint CONSTRAINT rule_firing_event_fkey REFERENCES helpdesk.event ON DELETE CASCADE,
    actor_id bigint CONSTRAINT rule_firing_actor_fkey REFERENCES helpdesk.person,
    fired_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    ended_at timestamptz,
    outcome text NOT NULL,
    detail jsonb NOT NULL DEFAULT '[]',
    undo jsonb,
    undone_at timestamptz,
    CONSTRAINT rule_firing_outcome_is_known CHECK (outcome IN ('applied', 'unchanged', 'refused', 'failed', 'waiting'))
);
COMMENT ON TABLE helpdesk.rule_firing IS 'Each time a rule met a ticket, with what it did or why not.';
COMMENT ON COLUMN helpdesk.rule_firing.firing_id IS 'Key.';
COMMENT ON COLUMN helpdesk.rule_firing.rule_id IS 'Which rule.';
COMMENT ON COLUMN helpdesk.rule_firing.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.rule_firing.event_id IS 'Event that set off the workflow; null: swept, or applied by hand.';
COMMENT ON COLUMN helpdesk.rule_firing.actor_id IS
    'Who applied the macro or pressed the button; null: it ran by itself.';
COMMENT ON COLUMN helpdesk.rule_firing.fired_at IS
    'When it fired; of a swept rule the instant as of which it was swept.';
COMMENT ON COLUMN helpdesk.rule_firing.ended_at IS
    'Of swept rules: when the ticket stopped matching; until then the rule does not fire again.';
COMMENT ON COLUMN helpdesk.rule_firing.outcome IS
'What came of it. A swept rule fires again only after ended_at, whatever the outcome.
applied: Its actions were carried out.
unchanged: The ticket was as its actions would have made it.
waiting: A workflow has met a delay; the rest of its actions is a row of rule_step.
refused: The ticket or a limit did not allow it; detail says why.
failed: The rule raised an error; what it had begun was undone.
-> applied, unchanged: apply_macro
-> applied, unchanged, refused: apply_actions, by what it did
-> refused: fire_rule, run_workflow, tg_event__start_workflows
-> waiting: run_workflow
-> failed: run_workflows
waiting -> waiting: run_workflow, at the next delay
waiting -> applied, unchanged: run_workflow
waiting -> refused: run_workflow, also when the workflow has been switched off
waiting -> failed: run_workflows';
COMMENT ON COLUMN helpdesk.rule_firing.detail IS
    'The actions; one that changed nothing has an outcome, unchanged or the reason. Where the rule was refused or '
    'failed, the reasons as texts.';
COMMENT ON COLUMN helpdesk.rule_firing.undo IS 'Of macros: what the ticket was before.';
COMMENT ON COLUMN helpdesk.rule_firing.undone_at IS 'When the macro was undone; null: it was not.';
COMMENT ON CONSTRAINT rule_firing_outcome_is_known ON helpdesk.rule_firing IS
    'outcome is applied, unchanged, refused, failed or waiting.';
CREATE UNIQUE INDEX rule_firing_once_per_match ON helpdesk.rule_firing (rule_id, ticket_id)
    WHERE event_id IS NULL AND ended_at IS NULL;
COMMENT ON INDEX helpdesk.rule_firing_once_per_match IS 'A swept rule fires once while a ticket goes on matching.';
CREATE UNIQUE INDEX rule_firing_once_per_event ON helpdesk.rule_firing (rule_id, event_id) WHERE event_id IS NOT NULL;
COMMENT ON INDEX helpdesk.rule_firing_once_per_event IS 'A workflow fires once per event.';
CREATE INDEX rule_firing_ticket_idx ON helpdesk.rule_firing (ticket_id, rule_id, fired_at);
COMMENT ON INDEX helpdesk.rule_firing_ticket_idx IS 'What rules did to a ticket; the cap on firings; foreign key.';
CREATE INDEX rule_firing_rule_idx ON helpdesk.rule_firing (rule_id, firing_id DESC);
COMMENT ON INDEX helpdesk.rule_firing_rule_idx IS 'A rule''s log, newest first; foreign key.';
CREATE INDEX rule_firing_event_idx ON helpdesk.rule_firing (event_id) WHERE event_id IS NOT NULL;
COMMENT ON INDEX helpdesk.rule_firing_event_idx IS 'Foreign key to event.';
CREATE INDEX rule_firing_actor_idx ON helpdesk.rule_firing (actor_id) WHERE actor_id IS NOT NULL;
COMMENT ON INDEX helpdesk.rule_firing_actor_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.rule_error (
    rule_error_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_error_pkey PRIMARY KEY,
    rule_id bigint NOT NULL CONSTRAINT rule_error_rule_fkey REFERENCES helpdesk.rule ON DELETE CASCADE,
    at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    error text NOT NULL
);
COMMENT ON TABLE helpdesk.rule_error IS 'Errors of rules, which undid what the rule had begun.';
COMMENT ON COLUMN helpdesk.rule_error.rule_error_id IS 'Key.';
COMMENT ON COLUMN helpdesk.rule_error.rule_id IS 'Which rule failed.';
COMMENT ON COLUMN helpdesk.rule_error.at IS 'When.';
COMMENT ON COLUMN helpdesk.rule_error.error IS 'SQLSTATE and message.';
CREATE INDEX rule_error_rule_idx ON helpdesk.rule_error (rule_id, rule_error_id DESC);
COMMENT ON INDEX helpdesk.rule_error_rule_idx IS 'A rule''s errors, newest first; foreign key.';

CREATE TABLE helpdesk.rule_step (
    step_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_step_pkey PRIMARY KEY,
    rule_id bigint NOT NULL CONSTRAINT rule_step_rule_fkey REFERENCES helpdesk.rule ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT rule_step_ticket_fkey REFERENCES helpdesk.ticket,
    event_id bigint NOT NULL CONSTRAINT rule_step_event_fkey REFERENCES helpdesk.event ON DELETE CASCADE,
    depth int NOT NULL,
    actions jsonb,
    due_at timestamptz NOT NULL,
    CONSTRAINT rule_step_once UNIQUE (rule_id, event_id)
);
COMMENT ON TABLE helpdesk.rule_step IS 'Workflows to be tried or gone on with; a row goes when its workflow is done.';
COMMENT ON COLUMN helpdesk.rule_step.step_id IS 'Key.';
COMMENT ON COLUMN helpdesk.rule_step.rule_id IS 'The workflow.';
COMMENT ON COLUMN helpdesk.rule_step.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.rule_step.event_id IS 'Event that set it off.';
COMMENT ON COLUMN helpdesk.rule_step.depth IS
    'How many rules set each other off to get here; at setting rules.max_depth it ends.';
COMMENT ON COLUMN helpdesk.rule_step.actions IS
    'The actions that are left, as they were when the workflow began; null: not tried yet.';
COMMENT ON COLUMN helpdesk.rule_step.due_at IS 'When it is to be tried, or gone on with after a delay.';
CREATE INDEX rule_step_due_idx ON helpdesk.rule_step (due_at);
COMMENT ON INDEX helpdesk.rule_step_due_idx IS 'run_workflows: what is due.';
CREATE INDEX rule_step_ticket_idx ON helpdesk.rule_step (ticket_id);
COMMENT ON INDEX helpdesk.rule_step_ticket_idx IS 'Foreign key to ticket.';
CREATE INDEX rule_step_event_idx ON helpdesk.rule_step (event_id);
COMMENT ON INDEX helpdesk.rule_step_event_idx IS 'Foreign key to event.';

ALTER TABLE helpdesk.rule_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_firing ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_error ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_step ENABLE ROW LEVEL SECURITY;
