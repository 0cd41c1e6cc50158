CREATE TABLE helpdesk.skill (
    skill_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT skill_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT skill_name_key UNIQUE,
    description text,
    CONSTRAINT skill_name_is_short_text CHECK (name ~ '\S' AND name = btrim(name) AND length(name) <= 100)
);
COMMENT ON TABLE helpdesk.skill IS 'What agents can be good at and tickets can ask for.';
COMMENT ON COLUMN helpdesk.skill.skill_id IS 'Key.';
COMMENT ON COLUMN helpdesk.skill.name IS 'Unique name.';
COMMENT ON COLUMN helpdesk.skill.description IS 'What one can who has it; null: nothing is said.';
COMMENT ON CONSTRAINT skill_name_is_short_text ON helpdesk.skill IS
    'The name of a skill has 1 to 100 characters, and no blank at its ends.';

CREATE TABLE helpdesk.agent_skill (
    person_id bigint NOT NULL CONSTRAINT agent_skill_agent_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    skill_id bigint NOT NULL CONSTRAINT agent_skill_skill_fkey REFERENCES helpdesk.skill ON DELETE CASCADE,
    proficiency int NOT NULL DEFAULT 3,
    CONSTRAINT agent_skill_pkey PRIMARY KEY (person_id, skill_id),
    CONSTRAINT agent_skill_proficiency_is_one_to_five CHECK (proficiency BETWEEN 1 AND 5)
);
COMMENT ON TABLE helpdesk.agent_skill IS 'Which agent has which skill, and how well.';
COMMENT ON COLUMN helpdesk.agent_skill.person_id IS 'Which agent.';
COMMENT ON COLUMN helpdesk.agent_skill.skill_id IS 'Which skill.';
COMMENT ON COLUMN helpdesk.agent_skill.proficiency IS '1 (a little) to 5 (an expert).';
COMMENT ON CONSTRAINT agent_skill_proficiency_is_one_to_five ON helpdesk.agent_skill IS 'proficiency is 1 to 5.';
CREATE INDEX agent_skill_skill_idx ON helpdesk.agent_skill (skill_id);
COMMENT ON INDEX helpdesk.agent_skill_skill_idx IS 'Who has a skill; foreign key.';

CREATE TABLE helpdesk.tag_skill (
    tag_id bigint NOT NULL CONSTRAINT tag_skill_tag_fkey REFERENCES helpdesk.tag ON DELETE CASCADE,
    skill_id bigint NOT NULL CONSTRAINT tag_skill_skill_fkey REFERENCES helpdesk.skill ON DELETE CASCADE,
    min_proficiency int NOT NULL DEFAULT 1,
    CONSTRAINT tag_skill_pkey PRIMARY KEY (tag_id, skill_id),
    CONSTRAINT tag_skill_proficiency_is_one_to_five CHECK (min_proficiency BETWEEN 1 AND 5)
);
COMMENT ON TABLE helpdesk.tag_skill IS 'Skills that a tag asks of whom routing assigns the ticket to.';
COMMENT ON COLUMN helpdesk.tag_skill.tag_id IS 'Tag that asks for the skill.';
COMMENT ON COLUMN helpdesk.tag_skill.skill_id IS 'Skill that the tag asks for.';
COMMENT ON COLUMN helpdesk.tag_skill.min_proficiency IS
    'Least proficiency, 1 to 5; the highest counts where tags and department ask for the same skill.';
COMMENT ON CONSTRAINT tag_skill_proficiency_is_one_to_five ON helpdesk.tag_skill IS 'min_proficiency is 1 to 5.';
CREATE INDEX tag_skill_skill_idx ON helpdesk.tag_skill (skill_id);
COMMENT ON INDEX helpdesk.tag_skill_skill_idx IS 'Foreign key to skill.';

CREATE TABLE helpdesk.department_skill (
    department_id bigint NOT NULL
        CONSTRAINT department_skill_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    skill_id bigint NOT NULL CONSTRAINT department_skill_skill_fkey REFERENCES helpdesk.skill ON DELETE CASCADE,
    min_proficiency int NOT NULL DEFAULT 1,
    CONSTRAINT department_skill_pkey PRIMARY KEY (department_id, skill_id),
    CONSTRAINT department_skill_proficiency_is_one_to_five CHECK (min_proficiency BETWEEN 1 AND 5)
);
COMMENT ON TABLE helpdesk.department_skill IS 'Skills that all tickets of a department ask for.';
COMMENT ON COLUMN helpdesk.department_skill.department_id IS 'Department whose tickets ask for the skill.';
COMMENT ON COLUMN helpdesk.department_skill.skill_id IS 'Skill that they ask for.';
COMMENT ON COLUMN helpdesk.department_skill.min_proficiency IS
    'Least proficiency, 1 to 5; the highest counts where tags and department ask for the same skill.';
COMMENT ON CONSTRAINT department_skill_proficiency_is_one_to_five ON helpdesk.department_skill IS
    'min_proficiency is 1 to 5.';
CREATE INDEX department_skill_skill_idx ON helpdesk.department_skill (skill_id);
COMMENT ON INDEX helpdesk.department_skill_skill_idx IS 'Foreign key to skill.';

CREATE TABLE helpdesk.agent_capacity (
    person_id bigint NOT NULL CONSTRAINT agent_capacity_agent_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    channel text NOT NULL CONSTRAINT agent_capacity_channel_fkey REFERENCES helpdesk.channel,
    max_open int NOT NULL,
    CONSTRAINT agent_capacity_pkey PRIMARY KEY (person_id, channel),
    CONSTRAINT agent_capacity_max_open_is_sane CHECK (max_open BETWEEN 0 AND 100000)
);
COMMENT ON TABLE helpdesk.agent_capacity IS
    'How many unsolved tickets of one channel; no row: no limit. agent.max_open limits all together.';
COMMENT ON COLUMN helpdesk.agent_capacity.person_id IS 'Which agent.';
COMMENT ON COLUMN helpdesk.agent_capacity.channel IS 'Which channel.';
COMMENT ON COLUMN helpdesk.agent_capacity.max_open IS 'How many; 0: none of that channel.';
COMMENT ON CONSTRAINT agent_capacity_max_open_is_sane ON helpdesk.agent_capacity IS 'max_open is 0 to 100000.';
CREATE INDEX agent_capacity_channel_idx ON helpdesk.agent_capacity (channel);
COMMENT ON INDEX helpdesk.agent_capacity_channel_idx IS 'Foreign key to channel.';

CREATE TABLE helpdesk.absence (
    absence_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT absence_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT absence_agent_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    reason text,
    CONSTRAINT absence_has_length CHECK (starts_at < ends_at),
    CONSTRAINT absence_reason_is_short_text CHECK (length(reason) <= 500),
    -- A range of one person instead of an equality, which gist would need an extension for.
    CONSTRAINT absence_do_not_overlap EXCLUDE USING gist (
        int8range(person_id, person_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
    )
);
COMMENT ON TABLE helpdesk.absence IS 'When agents are away; routing passes them over.';
COMMENT ON COLUMN helpdesk.absence.absence_id IS 'Key.';
COMMENT ON COLUMN helpdesk.absence.person_id IS 'Who is away.';
COMMENT ON COLUMN helpdesk.absence.starts_at IS 'From when.';
COMMENT ON COLUMN helpdesk.absence.ends_at IS 'Until when, not included; null: until further notice.';
COMMENT ON COLUMN helpdesk.absence.reason IS 'For staff to read; null: nothing is said.';
COMMENT ON CONSTRAINT absence_has_length ON helpdesk.absence IS 'An absence ends after it begins.';
COMMENT ON CONSTRAINT absence_reason_is_short_text ON helpdesk.absence IS 'reason has at most 500 characters.';
COMMENT ON CONSTRAINT absence_do_not_overlap ON helpdesk.absence IS
    'Absences of one person do not overlap. Change the absence that is there.';
CREATE INDEX absence_person_idx ON helpdesk.absence (person_id, starts_at);
COMMENT ON INDEX helpdesk.absence_person_idx IS 'Whether an agent is absent at an instant; foreign key.';

CREATE TABLE helpdesk.department_routing (
    department_id bigint CONSTRAINT department_routing_pkey PRIMARY KEY
        CONSTRAINT department_routing_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    strategy text NOT NULL DEFAULT 'manual',
    is_routed_on_create boolean NOT NULL DEFAULT true,
    is_routed_on_transfer boolean NOT NULL DEFAULT true,
    is_routed_on_unassign boolean NOT NULL DEFAULT false,
    is_routed_on_reopen boolean NOT NULL DEFAULT true,
    CONSTRAINT department_routing_strategy_is_known
        CHECK (strategy IN ('manual', 'round_robin', 'least_busy', 'skills'))
);
COMMENT ON TABLE helpdesk.department_routing IS
    'Who gets a department''s tickets; no row: manual. Rules: db/functions/routing.';
COMMENT ON COLUMN helpdesk.department_routing.department_id IS 'Which department.';
COMMENT ON COLUMN helpdesk.department_routing.strategy IS
    'Among those who can take the ticket (routing_verdict) the first by routing_order: round_robin, least_busy or '
    'skills; manual: nothing happens by itself, and what is asked for goes to the least busy.';
COMMENT ON COLUMN helpdesk.department_routing.is_routed_on_create IS 'A new ticket of the department is routed.';
COMMENT ON COLUMN helpdesk.department_routing.is_routed_on_transfer IS
    'A ticket that comes from another department is routed, also away from an assignee who is no member here.';
COMMENT ON COLUMN helpdesk.department_routing.is_routed_on_unassign IS
    'A ticket that loses its assignee is routed; one that loses it by deactivation is in any case.';
COMMENT ON COLUMN helpdesk.department_routing.is_routed_on_reopen IS
    'A reopened ticket is routed, also away from an assignee who is absent.';
COMMENT ON CONSTRAINT department_routing_strategy_is_known ON helpdesk.department_routing IS
    'strategy is manual, round_robin, least_busy or skills.';

CREATE TABLE helpdesk.routing_turn (
    department_id bigint NOT NULL,
    person_id bigint NOT NULL,
    turn bigint NOT NULL,
    CONSTRAINT routing_turn_pkey PRIMARY KEY (department_id, person_id),
    CONSTRAINT routing_turn_member_fkey FOREIGN KEY (department_id, person_id)
        REFERENCES helpdesk.department_member ON DELETE CASCADE ON UPDATE CASCADE
);
COMMENT ON TABLE helpdesk.routing_turn IS
    'In which order a department''s members last got a ticket by routing: the lowest turn is next.';
COMMENT ON COLUMN helpdesk.routing_turn.department_id IS 'In which department.';
COMMENT ON COLUMN helpdesk.routing_turn.person_id IS 'Which member.';
COMMENT ON COLUMN helpdesk.routing_turn.turn IS 'Number of the last assignment; counts up a department.';

CREATE TABLE helpdesk.routing_wait (
    ticket_id bigint CONSTRAINT routing_wait_pkey PRIMARY KEY
        CONSTRAINT routing_wait_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    department_id bigint NOT NULL CONSTRAINT routing_wait_department_fkey REFERENCES helpdesk.department,
    reason text,
    detail text,
    waiting_since_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    tried_at timestamptz,
    CONSTRAINT routing_wait_reason_is_known CHECK (
        reason IN (
            'no_agent', 'all_absent', 'no_agent_online', 'outside_working_hours', 'missing_skill', 'all_at_capacity'
        )
    ),
    CONSTRAINT routing_wait_tried_has_reason CHECK ((reason IS NULL) = (tried_at IS NULL))
) WITH (fillfactor = 70);
COMMENT ON TABLE helpdesk.routing_wait IS
    'Unassigned tickets that routing is to assign: not tried yet (no reason), or that nobody could take. A row goes '
    'when the ticket is assigned, solved or deleted.';
COMMENT ON COLUMN helpdesk.routing_wait.ticket_id IS 'Which ticket waits.';
COMMENT ON COLUMN helpdesk.routing_wait.department_id IS 'Department whose members are asked.';
COMMENT ON COLUMN helpdesk.routing_wait.reason IS
    'Criterion by which the last of the members dropped out; null: not tried yet.';
COMMENT ON COLUMN helpdesk.routing_wait.detail IS 'What is missing, as a sentence; null: not tried yet.';
COMMENT ON COLUMN helpdesk.routing_wait.waiting_since_at IS 'Since when the ticket waits for an assignee.';
COMMENT ON COLUMN helpdesk.routing_wait.tried_at IS 'When it was last tried; null: not yet.';
COMMENT ON CONSTRAINT routing_wait_reason_is_known ON helpdesk.routing_wait IS
    'reason is no_agent, all_absent, no_agent_online, outside_working_hours, missing_skill or all_at_capacity.';
COMMENT ON CONSTRAINT routing_wait_tried_has_reason ON helpdesk.routing_wait IS
    'A ticket for which routing was tried, and no other, has a reason.';
CREATE INDEX routing_wait_department_idx ON helpdesk.routing_wait (department_id, tried_at);
COMMENT ON INDEX helpdesk.routing_wait_department_idx IS
    'route_waiting: what to try again when a member has room; foreign key.';
CREATE INDEX routing_wait_untried_idx ON helpdesk.routing_wait (ticket_id) WHERE reason IS NULL;
COMMENT ON INDEX helpdesk.routing_wait_untried_idx IS 'route_waiting: what is new.';

CREATE TYPE helpdesk.routing_request AS (
    ticket_id bigint,
    department_id bigint,
    channel text,
    assignee_id bigint,
    strategy text,
    skills jsonb,
    urgency int,
    created_at timestamptz
);
COMMENT ON TYPE helpdesk.routing_request IS
    'What a ticket asks of whom takes it. skills: {"skill_id": least proficiency}.';

CREATE TYPE helpdesk.routing_candidate AS (
    person_id bigint,
    is_able boolean,
    is_absent boolean,
    availability text,
    is_in_hours boolean,
    missing_skills text,
    proficiency int,
    open_tickets int,
    max_open int,
    weight int,
    channel_open int,
    channel_max int,
    turn bigint
);
COMMENT ON TYPE helpdesk.routing_candidate IS
    'A member of the department, with all that decides. weight: capacity by which the load is weighed.';

CREATE TYPE helpdesk.routing_choice AS (
    ticket_id bigint,
    department_id bigint,
    channel text,
    skills jsonb,
    assignee_id bigint,
    person_id bigint,
    turn bigint
);
COMMENT ON TYPE helpdesk.routing_choice IS
    'Who gets a ticket (person_id, null: nobody can take it), and as which turn of the department.';

ALTER TABLE helpdesk.skill ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.agent_skill ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.tag_skill ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.department_skill ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.agent_capacity ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.absence ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.department_routing ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.routing_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.routing_wait ENABLE ROW LEVEL SECURITY;
