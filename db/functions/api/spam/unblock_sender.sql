CREATE FUNCTION api.unblock_sender(sender text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('tickets.spam');
    DELETE FROM helpdesk.blocked_sender AS b WHERE b.sender = ltrim(lower(btrim(unblock_sender.sender)), '@');
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('blocked sender %s not found', left(coalesce(unblock_sender.sender, 'null'), 100)), NULL,
            'See /rest/blocked_senders.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.unblock_sender IS
$$Let a blocked address or domain write again

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.unblock_sender TO agent, admin;
