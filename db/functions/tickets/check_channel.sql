CREATE OR REPLACE FUNCTION helpdesk.check_channel(p_channel text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_channel = 'email' AND helpdesk.actor_role() <> 'system'
        OR p_channel = 'import' AND helpdesk.actor_role() NOT IN ('system', 'admin')
        OR helpdesk.actor_role() <> 'system'
            AND EXISTS (SELECT 1 FROM helpdesk.bridge AS b WHERE b.channel = p_channel) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('channel %s is not chosen', p_channel), NULL, 'Leave it out, or give web, api or widget.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.check_channel IS
'Refuses (PD006) that the caller says that a ticket came that way: by mail and by a bridge comes what '
'those bring, imports are '
'administrators''.';
