CREATE OR REPLACE FUNCTION helpdesk.unblock_sender(p_sender text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('tickets.spam');
    DELETE FROM helpdesk.blocked_sender AS b WHERE b.sender = ltrim(lower(btrim(p_sender)), '@');
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('blocked sender %s not found', left(coalesce(p_sender, 'null'), 100)), NULL,
            'See /rest/blocked_senders.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.unblock_sender IS 'Lets a blocked address or domain write again. Raises PD001, PD002.';
