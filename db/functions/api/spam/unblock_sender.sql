CREATE FUNCTION api.unblock_sender(sender text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.unblock_sender(unblock_sender.sender);
END
$$;

COMMENT ON FUNCTION api.unblock_sender IS
$$Let a blocked address or domain write again

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.unblock_sender TO agent, admin;
