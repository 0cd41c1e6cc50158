CREATE FUNCTION api.show_thread(
    ticket_id bigint,
    before_message_id bigint DEFAULT NULL,
    before_event_id bigint DEFAULT NULL,
    max_lines int DEFAULT 50
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.see_ticket(show_thread.ticket_id);
BEGIN
    RETURN helpdesk.list_thread(
        v_ticket.ticket_id, show_thread.before_message_id, show_thread.before_event_id, show_thread.max_lines
    );
END
$$;

COMMENT ON FUNCTION api.show_thread IS
$$A page of a ticket's thread, the newest lines or what is before them

{"lines": oldest first, "before_message_id", "before_event_id": what to give for the page before, "has_more": whether
there is one}; max_lines: 1 to 200. What timeline shows the caller, and with a message more: {"message_id", "kind",
"at", "actor_id", "actor_name", "is_by_staff", "body", "is_cut": the body is longer than the 20,000 characters here,
"channel", "is_pinned", "is_unverified", "sets_status", "edited_at", "deleted_at", "files": [{"attachment_id",
"filename", "media_type", "size_bytes", "state", "is_inline", "content_id"}], "mails": to staff, of replies,
[{"outgoing_mail_id", "state", "address", "not_before", "sent_at", "last_answer"}]}. An event: {"event_id",
"message_id", "kind", "at", "actor_id", "actor_name", "actor_role", "impersonator_id", "payload", "names": to staff,
{id: name} of the people in its payload}. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.show_thread TO customer, agent, admin;
