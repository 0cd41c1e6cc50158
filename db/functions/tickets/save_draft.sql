CREATE OR REPLACE FUNCTION helpdesk.save_draft(p_ticket_id bigint, p_body text, p_kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.see_ticket(p_ticket_id);
    IF p_kind IS NULL OR p_kind NOT IN ('reply', 'note') THEN
        PERFORM helpdesk.refuse(
            'PD006', format('kind %s is unknown', coalesce(p_kind, 'null')), NULL, 'Give reply or note.'
        );
    END IF;
    IF length(p_body) > 200000 THEN
        PERFORM helpdesk.refuse('PD006', 'body is longer than 200000 characters');
    END IF;
    IF btrim(coalesce(p_body, '')) = '' THEN
        DELETE FROM helpdesk.draft AS d
        WHERE d.person_id = helpdesk.me() AND d.ticket_id = p_ticket_id AND d.kind = p_kind;
        RETURN;
    END IF;
    INSERT INTO helpdesk.draft (person_id, ticket_id, kind, body, updated_at)
    VALUES (helpdesk.me(), p_ticket_id, p_kind, p_body, helpdesk.clock())
    ON CONFLICT (person_id, ticket_id, kind) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at;
END
$$;

COMMENT ON FUNCTION helpdesk.save_draft IS
'Keeps what the caller has begun to write on a ticket, one draft of a reply and one of a note; an empty body removes '
'it. Raises PD001, PD006.';
