CREATE TABLE helpdesk.rating (
    ticket_id bigint NOT NULL CONSTRAINT rating_ticket_fkey REFERENCES helpdesk.ticket,
    resolved_at timestamptz NOT NULL,
    rating int NOT NULL,
    comment text,
    rated_by bigint NOT NULL CONSTRAINT rating_rated_by_fkey REFERENCES helpdesk.person,
    agent_id bigint CONSTRAINT rating_agent_fkey REFERENCES helpdesk.agent,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    changed_at timestamptz,
    CONSTRAINT rating_pkey PRIMARY KEY (ticket_id, resolved_at),
    CONSTRAINT rating_is_one_to_five CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT rating_comment_is_text CHECK (comment ~ '\S' AND length(comment) <= 5000)
);
COMMENT ON TABLE helpdesk.rating IS
    'How content requesters were (CSAT); the primary key lets a resolution be rated once, however many try at once.';
COMMENT ON COLUMN helpdesk.rating.ticket_id IS 'Which ticket.';
COMMENT ON COLUMN helpdesk.rating.resolved_at IS
    'Which resolution: when the ticket was resolved, or closed, that time. One that is reopened is rated anew.';
COMMENT ON COLUMN helpdesk.rating.rating IS '1 (bad) to 5 (good).';
COMMENT ON COLUMN helpdesk.rating.comment IS 'What the requester adds; null: nothing.';
COMMENT ON COLUMN helpdesk.rating.rated_by IS 'Who rated it: its requester.';
COMMENT ON COLUMN helpdesk.rating.agent_id IS 'Assignee when it was rated.';
COMMENT ON COLUMN helpdesk.rating.created_at IS 'When it was rated.';
COMMENT ON COLUMN helpdesk.rating.changed_at IS 'When its requester last thought better of it; null: never.';
COMMENT ON CONSTRAINT rating_is_one_to_five ON helpdesk.rating IS 'rating is 1 to 5.';
COMMENT ON CONSTRAINT rating_comment_is_text ON helpdesk.rating IS
    'comment has 1 to 5000 characters and is not blank. Leave it out if there is none.';
CREATE INDEX rating_agent_idx ON helpdesk.rating (agent_id, created_at);
COMMENT ON INDEX helpdesk.rating_agent_idx IS 'agent_dashboard: an agent''s ratings in a period; foreign key.';
CREATE INDEX rating_rated_by_idx ON helpdesk.rating (rated_by);
COMMENT ON INDEX helpdesk.rating_rated_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.survey_wait (
    ticket_id bigint CONSTRAINT survey_wait_pkey PRIMARY KEY
        CONSTRAINT survey_wait_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    due_at timestamptz NOT NULL
);
COMMENT ON TABLE helpdesk.survey_wait IS
    'Resolved tickets whose requesters are to be asked how content they are. Not audited.';
COMMENT ON COLUMN helpdesk.survey_wait.ticket_id IS 'The ticket; key.';
COMMENT ON COLUMN helpdesk.survey_wait.due_at IS
    'When: survey_after_hours after it was resolved, unless it is rated or reopened by then.';
CREATE INDEX survey_wait_due_idx ON helpdesk.survey_wait (due_at);
COMMENT ON INDEX helpdesk.survey_wait_due_idx IS 'send_surveys: what is due.';

ALTER TABLE helpdesk.rating ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.survey_wait ENABLE ROW LEVEL SECURITY;
