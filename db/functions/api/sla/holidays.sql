CREATE VIEW api.holidays WITH (security_invoker = true) AS
SELECT
    h.holiday_id,
    h.calendar_id,
    h.day,
    h.name,
    h.is_recurring
FROM helpdesk.holiday AS h
WHERE helpdesk.token_reads('holidays');

COMMENT ON VIEW api.holidays IS
$$Days off of calendars

Whole days in the calendar's time zone on which no time counts.$$;

GRANT SELECT ON api.holidays TO agent, admin;
GRANT INSERT (holiday_id, calendar_id, day, name, is_recurring) ON api.holidays TO admin;
GRANT UPDATE (holiday_id, calendar_id, day, name, is_recurring) ON api.holidays TO admin;
GRANT DELETE ON api.holidays TO admin;
