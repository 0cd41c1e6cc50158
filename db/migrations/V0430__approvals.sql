CREATE TABLE helpdesk.approval (
    approval_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT approval_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT approval_ticket_fkey REFERENCES helpdesk.ticket,
    question text NOT NULL,
    requested_by bigint CONSTRAINT approval_requested_by_fkey REFERENCES helpdesk.person,
    needed int,
    is_required boolean NOT NULL DEFAULT true,
    due_at timestamptz,
    remind_at timestamptz,
    state_when_due text NOT NULL DEFAULT 'expired',
    state text NOT NULL DEFAULT 'pending',
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    ended_at timestamptz,
    CONSTRAINT approval_question_is_short_text CHECK (question ~ '\S' AND length(question) <= 2000),
    CONSTRAINT approval_needed_is_positive CHECK (needed > 0),
    CONSTRAINT approval_is_due_later CHECK (due_at > created_at),
    CONSTRAINT approval_reminds_before_due CHECK (remind_at < due_at),
    CONSTRAINT approval_state_when_due_is_known CHECK (state_when_due IN ('expired', 'declined')),
    CONSTRAINT approval_state_is_known CHECK (state IN ('pending', 'approved', 'declined', 'expired', 'withdrawn')),
    CONSTRAINT approval_ended_has_instant CHECK ((state = 'pending') = (ended_at IS NULL))
);
COMMENT ON TABLE helpdesk.approval IS 'Questions on tickets that people answer with yes or no.';
COMMENT ON COLUMN helpdesk.approval.approval_id IS 'Key.';
COMMENT ON COLUMN helpdesk.approval.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.approval.question IS
    'What is to be approved, in words that do without the ticket: customers who are asked may not see it.';
COMMENT ON COLUMN helpdesk.approval.requested_by IS 'Who asks; null: a rule.';
COMMENT ON COLUMN helpdesk.approval.needed IS 'How many have to approve; null: all who are asked.';
COMMENT ON COLUMN helpdesk.approval.is_required IS 'While it is pending, staff and rules cannot solve the ticket.';
COMMENT ON COLUMN helpdesk.approval.due_at IS 'Until when it is to be decided; null: whenever.';
COMMENT ON COLUMN helpdesk.approval.remind_at IS
    'When those who have not decided are reminded; null: they were, or are not.';
COMMENT ON COLUMN helpdesk.approval.state_when_due IS 'What becomes of it at due_at: expired or declined.';
COMMENT ON COLUMN helpdesk.approval.state IS
'What became of it.
pending: Not enough have decided.
approved: As many as are needed have approved.
declined: So many have declined that it cannot be approved, or due_at passed and state_when_due says so.
expired: due_at passed, or nobody is left who could decide.
withdrawn: It is not asked any more: by who asked it, or since the ticket was solved, closed or deleted.
-> pending: open_approvals
pending -> approved: settle_approval, when enough have approved
pending -> declined: settle_approval, when too many have declined
pending -> expired: settle_approval, when nobody is left to decide
pending -> expired, declined: sweep_approvals, at due_at, as state_when_due says
pending -> withdrawn: end_approvals, when it is taken back or its ticket is solved, closed or deleted';
COMMENT ON COLUMN helpdesk.approval.created_at IS 'When it was asked.';
COMMENT ON COLUMN helpdesk.approval.ended_at IS 'When that was settled; null: it is pending.';
COMMENT ON CONSTRAINT approval_question_is_short_text ON helpdesk.approval IS
    'The question of an approval has 1 to 2000 characters and is not blank.';
COMMENT ON CONSTRAINT approval_needed_is_positive ON helpdesk.approval IS 'At least one has to approve.';
COMMENT ON CONSTRAINT approval_is_due_later ON helpdesk.approval IS 'An approval is due after it was asked.';
COMMENT ON CONSTRAINT approval_reminds_before_due ON helpdesk.approval IS 'The reminder comes before due_at.';
COMMENT ON CONSTRAINT approval_state_when_due_is_known ON helpdesk.approval IS
    'state_when_due is expired or declined.';
COMMENT ON CONSTRAINT approval_state_is_known ON helpdesk.approval IS
    'state is pending, approved, declined, expired or withdrawn.';
COMMENT ON CONSTRAINT approval_ended_has_instant ON helpdesk.approval IS
    'An approval that is not pending, and no other, says when it ended.';
CREATE INDEX approval_ticket_idx ON helpdesk.approval (ticket_id, approval_id);
COMMENT ON INDEX helpdesk.approval_ticket_idx IS 'The approvals of a ticket, and the last of them; foreign key.';
CREATE INDEX approval_pending_idx ON helpdesk.approval (ticket_id) WHERE state = 'pending';
COMMENT ON INDEX helpdesk.approval_pending_idx IS 'transition_obstacle: what keeps a ticket from being solved.';
CREATE INDEX approval_due_idx ON helpdesk.approval (least(remind_at, due_at)) WHERE state = 'pending';
COMMENT ON INDEX helpdesk.approval_due_idx IS 'sweep_approvals: what is due.';
CREATE INDEX approval_requested_by_idx ON helpdesk.approval (requested_by) WHERE requested_by IS NOT NULL;
COMMENT ON INDEX helpdesk.approval_requested_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.approval_vote (
    approval_vote_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT approval_vote_pkey PRIMARY KEY,
    approval_id bigint NOT NULL
        CONSTRAINT approval_vote_approval_fkey REFERENCES helpdesk.approval ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT approval_vote_person_fkey REFERENCES helpdesk.person,
    state text NOT NULL DEFAULT 'pending',
    comment text,
    decided_at timestamptz,
    delegated_to bigint CONSTRAINT approval_vote_delegated_to_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT approval_vote_once_per_person UNIQUE (approval_id, person_id),
    CONSTRAINT approval_vote_comment_is_short_text CHECK (comment ~ '\S' AND length(comment) <= 2000),
    CONSTRAINT approval_vote_state_is_known CHECK (state IN ('pending', 'approved', 'declined', 'delegated', 'void')),
    CONSTRAINT approval_vote_decided_has_instant
        CHECK ((state IN ('approved', 'declined', 'delegated')) = (decided_at IS NOT NULL)),
    CONSTRAINT approval_vote_delegated_names_whom CHECK ((state = 'delegated') = (delegated_to IS NOT NULL))
);
COMMENT ON TABLE helpdesk.approval_vote IS 'Who is asked for an approval, and what they say.';
COMMENT ON COLUMN helpdesk.approval_vote.approval_vote_id IS 'Key.';
COMMENT ON COLUMN helpdesk.approval_vote.approval_id IS 'Which approval.';
COMMENT ON COLUMN helpdesk.approval_vote.person_id IS 'Who is asked.';
COMMENT ON COLUMN helpdesk.approval_vote.state IS
'What they said.
pending: Nothing yet; the approval waits for it.
approved: Yes.
declined: No.
delegated: Somebody else is to say it.
void: They are not asked any more: the approval ended first, or they left.
-> pending: open_approvals
-> pending: delegate_approval, of who is to decide instead
pending -> approved: decide_approval
pending -> declined: decide_approval
pending -> delegated: delegate_approval
pending -> void: end_approvals
pending -> void: tg_person__drop_votes, when they are deactivated or leave the staff';
COMMENT ON COLUMN helpdesk.approval_vote.comment IS 'What they add; null: nothing.';
COMMENT ON COLUMN helpdesk.approval_vote.decided_at IS 'When they said it; null: they have not.';
COMMENT ON COLUMN helpdesk.approval_vote.delegated_to IS 'Who is to decide instead; null: nobody.';
COMMENT ON COLUMN helpdesk.approval_vote.created_at IS 'When they were asked.';
COMMENT ON CONSTRAINT approval_vote_once_per_person ON helpdesk.approval_vote IS
    'Nobody is asked twice for the same approval.';
COMMENT ON CONSTRAINT approval_vote_comment_is_short_text ON helpdesk.approval_vote IS
    'The comment of a decision has 1 to 2000 characters and is not blank. Leave it out if there is none.';
COMMENT ON CONSTRAINT approval_vote_state_is_known ON helpdesk.approval_vote IS
    'state is pending, approved, declined, delegated or void.';
COMMENT ON CONSTRAINT approval_vote_decided_has_instant ON helpdesk.approval_vote IS
    'Who has decided or delegated, and nobody else, did so at some time.';
COMMENT ON CONSTRAINT approval_vote_delegated_names_whom ON helpdesk.approval_vote IS
    'A vote that is delegated, and no other, names to whom.';
CREATE INDEX approval_vote_person_idx ON helpdesk.approval_vote (person_id, approval_id);
COMMENT ON INDEX helpdesk.approval_vote_person_idx IS
    'What somebody was ever asked: the tickets that it lets them read; foreign key.';
CREATE INDEX approval_vote_pending_idx ON helpdesk.approval_vote (person_id, approval_id) WHERE state = 'pending';
COMMENT ON INDEX helpdesk.approval_vote_pending_idx IS 'What waits for somebody''s decision, and how many.';
CREATE INDEX approval_vote_delegated_to_idx ON helpdesk.approval_vote (delegated_to) WHERE delegated_to IS NOT NULL;
COMMENT ON INDEX helpdesk.approval_vote_delegated_to_idx IS 'Foreign key to person.';

ALTER TABLE helpdesk.approval ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.approval_vote ENABLE ROW LEVEL SECURITY;

CREATE TYPE helpdesk.asked_ticket AS (
    ticket_id bigint,
    question text,
    person_ids bigint[],
    refusal jsonb
);
COMMENT ON TYPE helpdesk.asked_ticket IS
    'What ask_approvals asks on a ticket, and whom; refusal: why it does not.';
