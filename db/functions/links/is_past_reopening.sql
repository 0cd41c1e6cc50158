CREATE OR REPLACE FUNCTION helpdesk.is_past_reopening(p_ticket_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce(
            helpdesk.setting_int('reopen_within_days') > 0
            AND t.closed_at < helpdesk.clock() - make_interval(days => helpdesk.setting_int('reopen_within_days')),
            false
        )
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = p_ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_past_reopening IS
'Whether a ticket was closed longer ago than setting reopen_within_days.';
