CREATE OR REPLACE FUNCTION helpdesk.give_draft_back(
    p_person_id bigint,
    p_ticket_id bigint,
    p_body text,
    p_uploads uuid[] DEFAULT '{}'
)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.draft AS d (person_id, ticket_id, kind, body, uploads, updated_at)
    VALUES (p_person_id, p_ticket_id, 'reply', p_body, p_uploads, helpdesk.clock())
    ON CONFLICT (person_id, ticket_id, kind) DO UPDATE
    SET body = left(excluded.body || E'\n\n' || d.body, 200000),
        uploads = excluded.uploads || d.uploads,
        updated_at = excluded.updated_at;
END;

COMMENT ON FUNCTION helpdesk.give_draft_back IS
'Makes what somebody wrote a draft of theirs again, with its files, before what they have begun since.';
