CREATE OR REPLACE FUNCTION helpdesk.check_channel(p_channel text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_channel = 'email' AND helpdesk.actor_role() <> 'system'
        OR p_channel = 'import' AND helpdesk.actor_role() NOT IN ('system', 'admin') THEN
        PERFORM helpdesk.refuse(
            'PD006', format('channel %s is not chosen', p_channel), NULL, 'Leave it out, or give web, api or widget.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.check_channel IS
'Refuses (PD006) that the caller says that a ticket came that way: by mail comes what mail brings, imports are '
'administrators''.';
