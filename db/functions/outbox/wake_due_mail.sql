CREATE OR REPLACE FUNCTION helpdesk.wake_due_mail() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH woken AS (
        SELECT helpdesk.wake_mail()
        WHERE EXISTS (
            SELECT
            FROM helpdesk.outgoing_mail AS m
            WHERE m.state IN ('queued', 'sending')
                AND m.is_urgent IN (true, false)
                AND m.not_before <= helpdesk.clock()
        )
    )
    SELECT count(*) FROM woken;
END;

COMMENT ON FUNCTION helpdesk.wake_due_mail IS
'Has a worker send what is due: what was to wait, and what a worker or mail server left. 1, or 0: nothing is.';
GRANT EXECUTE ON FUNCTION helpdesk.wake_due_mail TO worker;
