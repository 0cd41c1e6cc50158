CREATE FUNCTION api.block_sender(sender text, reason text DEFAULT NULL) RETURNS api.blocked_senders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_sender text := helpdesk.block_sender(block_sender.sender, block_sender.reason);
    v_result api.blocked_senders;
BEGIN
    SELECT * INTO v_result FROM api.blocked_senders AS b WHERE b.sender = v_sender;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.block_sender IS
$$Block a mail address or a domain

A domain blocks all below it; one from which registered customers write is blocked by those who may edit people.
Addresses of staff and the desk's own are refused. A second call changes nothing. Returns the blocked
sender. Raises PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.block_sender TO agent, admin;
