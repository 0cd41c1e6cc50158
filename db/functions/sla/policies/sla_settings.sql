CREATE OR REPLACE FUNCTION helpdesk.sla_settings() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(s.key, coalesce(s.value, s.environment_value, s.default_value))
        FROM helpdesk.setting AS s
        WHERE s.key IN (
            'sla.enabled', 'sla.business_hours_only', 'sla.on_reopen', 'sla.on_priority_change', 'sla.on_change',
            'sla.snoozed', 'sla.on_calendar_change', 'sla.warn_percent', 'sla.warn_within_minutes'
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.sla_settings IS
'All SLA settings in force, in one look-up: every event of a ticket needs them.';
