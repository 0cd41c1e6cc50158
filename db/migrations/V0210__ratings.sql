CREATE TABLE helpdesk.rating (
    ticket_id bigint CONSTRAINT rating_pkey PRIMARY KEY CONSTRAINT rating_ticket_fkey REFERENCES helpdesk.ticket,
    rating int NOT NULL,
    comment text,
    rated_by bigint NOT NULL CONSTRAINT rating_rated_by_fkey REFERENCES helpdesk.person,
    agent_id bigint CONSTRAINT rating_agent_fkey REFERENCES helpdesk.agent,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT rating_is_one_to_five CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT rating_comment_is_text CHECK (comment ~ '\S' AND length(comment) <= 5000)
);
COMMENT ON TABLE helpdesk.rating IS
    'How content requesters were (CSAT); the primary key lets a ticket be rated once, however many try at once.';
COMMENT ON COLUMN helpdesk.rating.ticket_id IS 'Which ticket.';
COMMENT ON COLUMN helpdesk.rating.rating IS '1 (bad) to 5 (good).';
COMMENT ON COLUMN helpdesk.rating.comment IS 'What the requester adds; null: nothing.';
COMMENT ON COLUMN helpdesk.rating.rated_by IS 'Who rated it: its requester.';
COMMENT ON COLUMN helpdesk.rating.agent_id IS 'Assignee when it was rated.';
COMMENT ON COLUMN helpdesk.rating.created_at IS 'When it was rated.';
CREATE INDEX rating_agent_idx ON helpdesk.rating (agent_id, created_at);
COMMENT ON INDEX helpdesk.rating_agent_idx IS 'agent_dashboard: an agent''s ratings in a period; foreign key.';
CREATE INDEX rating_rated_by_idx ON helpdesk.rating (rated_by);
COMMENT ON INDEX helpdesk.rating_rated_by_idx IS 'Foreign key to person.';

INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD508', 409, 'the ticket cannot be rated', 'A requester rates a resolved or closed ticket once.');

INSERT INTO helpdesk.permission (permission, description) VALUES
    ('tickets.rate', 'Rate one''s own resolved tickets.');
INSERT INTO helpdesk.role_permission (role, permission) VALUES ('customer', 'tickets.rate');

INSERT INTO helpdesk.event_kind (kind, is_public, notice_title, description) VALUES
    ('rated', true, '%1$s was rated %3$s of 5', 'The requester rated the ticket.');

INSERT INTO helpdesk.condition_field (field, value_type, expression, description) VALUES
    ('rating', 'number', '(SELECT g.rating FROM helpdesk.rating AS g WHERE g.ticket_id = v.ticket_id)',
        'How the requester rated it, 1 to 5.');

ALTER TABLE helpdesk.rating ENABLE ROW LEVEL SECURITY;
