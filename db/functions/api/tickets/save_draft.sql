CREATE FUNCTION api.save_draft(ticket_id bigint, body text, kind text DEFAULT 'reply') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.save_draft(save_draft.ticket_id, save_draft.body, save_draft.kind);
END
$$;

COMMENT ON FUNCTION api.save_draft IS
$$Keep what the caller has begun to write on a ticket

kind: reply or note. An empty body removes the draft. Raises PD001, PD006.$$;
GRANT EXECUTE ON FUNCTION api.save_draft TO agent, admin;
