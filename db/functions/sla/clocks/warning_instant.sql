CREATE OR REPLACE FUNCTION helpdesk.warning_instant(
    p_calendar_version_id bigint,
    p_started_at timestamptz,
    p_due_at timestamptz,
    p_warn_percent int,
    p_warn_within_us bigint
) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_warn_us bigint := helpdesk.warning_us(
        helpdesk.business_us(p_calendar_version_id, p_started_at, p_due_at), p_warn_percent, p_warn_within_us
    );
BEGIN
    RETURN CASE
        WHEN v_warn_us = 0 THEN p_started_at
        ELSE helpdesk.add_business_us(p_calendar_version_id, p_started_at, v_warn_us)
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.warning_instant IS
'When to warn of a due date set by hand: by the business time from the cycle''s start to it.';
