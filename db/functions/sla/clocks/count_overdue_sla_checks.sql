CREATE OR REPLACE FUNCTION helpdesk.count_overdue_sla_checks() RETURNS bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT count(*)
    FROM (
        SELECT 1
        FROM helpdesk.sla_clock AS c
        WHERE c.next_check_at < helpdesk.clock() - interval '10 minutes' AND helpdesk.setting_bool('sla.enabled')
        LIMIT 100000
    ) AS overdue;
END;

COMMENT ON FUNCTION helpdesk.count_overdue_sla_checks IS
'How many warnings and breaches check_sla has left for more than 10 minutes, counted up to 100000; 0 while SLAs are '
'off. For pgdesk doctor, and whoever asks in psql.';
