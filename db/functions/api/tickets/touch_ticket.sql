CREATE FUNCTION api.touch_ticket(
    ticket_id bigint,
    is_replying boolean DEFAULT false,
    seen_message_id bigint DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN helpdesk.touch_ticket(touch_ticket.ticket_id, coalesce(touch_ticket.is_replying, false), touch_ticket.seen_message_id);
END
$$;

COMMENT ON FUNCTION api.touch_ticket(bigint, boolean, bigint) IS
$$Say that the caller looks at a ticket, and who else does

Call it every 10 to 20 seconds while the ticket is open; is_replying while an answer is being written. Returns {"version", "last_message_id",
"others": [{"person_id", "name", "is_replying", "seen_at"}], "collisions": [{"message_id", "kind", "author_id", "author_name", "created_at"}]}.
others: seen within setting presence_within_seconds (30). collisions: what others wrote since the caller's answer was begun, or since
seen_message_id. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.touch_ticket(bigint, boolean, bigint) TO agent, admin;
