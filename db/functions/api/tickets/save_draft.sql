CREATE FUNCTION api.save_draft(
    ticket_id bigint,
    body text,
    kind text DEFAULT 'reply',
    uploads uuid[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.see_ticket(save_draft.ticket_id);
    IF save_draft.kind IS NULL OR save_draft.kind NOT IN ('reply', 'note') THEN
        PERFORM helpdesk.refuse(
            'PD006', format('kind %s is unknown', coalesce(save_draft.kind, 'null')), NULL, 'Give reply or note.'
        );
    END IF;
    IF length(save_draft.body) > 200000 THEN
        PERFORM helpdesk.refuse('PD006', 'body is longer than 200000 characters');
    END IF;
    PERFORM helpdesk.lock_uploads(save_draft.uploads);
    IF btrim(coalesce(save_draft.body, '')) = '' THEN
        DELETE FROM helpdesk.draft AS d
        WHERE d.person_id = helpdesk.me() AND d.ticket_id = save_draft.ticket_id AND d.kind = save_draft.kind;
        RETURN;
    END IF;
    INSERT INTO helpdesk.draft (person_id, ticket_id, kind, body, uploads, updated_at)
    VALUES (
        helpdesk.me(), save_draft.ticket_id, save_draft.kind, save_draft.body, coalesce(save_draft.uploads, '{}'),
        helpdesk.clock()
    )
    ON CONFLICT (person_id, ticket_id, kind) DO UPDATE
    SET body = excluded.body, uploads = excluded.uploads, updated_at = excluded.updated_at;
END
$$;

COMMENT ON FUNCTION api.save_draft IS
$$Keep what the caller has begun to write on a ticket

kind: reply or note. uploads: the upload_key of files of POST /files, which are kept as long as the draft. An empty body
removes the draft. Raises PD001, PD006, PD156, PD157, PD158.$$;
GRANT EXECUTE ON FUNCTION api.save_draft TO agent, admin;
