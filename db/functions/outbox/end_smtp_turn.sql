CREATE OR REPLACE FUNCTION helpdesk.end_smtp_turn(p_number int, p_has_server boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.smtp_turn AS t SET ends_at = '-infinity', looked_at = '-infinity' WHERE t.number = p_number;
    -- A server that cannot be used the clock tries again.
    IF p_has_server THEN
        PERFORM helpdesk.wake_due_mail();
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.end_smtp_turn IS 'Gives a turn back, and has the next worker go on with what is due.';
GRANT EXECUTE ON FUNCTION helpdesk.end_smtp_turn TO worker;
