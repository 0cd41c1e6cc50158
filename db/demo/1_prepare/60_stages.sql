-- Filled anew by each batch.
CREATE TEMP TABLE demo_ticket (
    ticket_id bigint PRIMARY KEY,
    created_at timestamptz NOT NULL,
    started_at double precision NOT NULL,
    topic_id bigint NOT NULL,
    strand int NOT NULL,
    slot bigint NOT NULL,
    number text NOT NULL,
    scenario text NOT NULL,
    last_step int NOT NULL,
    pace double precision NOT NULL,
    requester_id bigint NOT NULL,
    organisation_id bigint,
    department_id bigint NOT NULL,
    next_department_id bigint NOT NULL,
    assignee_id bigint NOT NULL,
    next_assignee_id bigint NOT NULL,
    colleague_id bigint NOT NULL,
    second_id bigint,
    priority text NOT NULL,
    raised_priority text NOT NULL,
    channel text NOT NULL,
    match_id bigint NOT NULL,
    next_match_id bigint NOT NULL
) ON COMMIT DROP;

CREATE TEMP TABLE demo_step (
    ticket_id bigint NOT NULL,
    step int NOT NULL,
    scenario text NOT NULL,
    action text NOT NULL,
    at timestamptz NOT NULL,
    actor_id bigint,
    actor_role text NOT NULL,
    part text,
    message_kind text,
    message_id bigint,
    tag_no int NOT NULL
) ON COMMIT DROP;

ANALYZE demo_run, demo_staff, demo_team, demo_topic, demo_slot, demo_scenario, demo_pause_point;
