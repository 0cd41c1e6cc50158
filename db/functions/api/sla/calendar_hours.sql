CREATE VIEW api.calendar_hours WITH (security_invoker = true) AS
SELECT
    h.calendar_hours_id,
    h.calendar_id,
    h.weekday,
    h.opens,
    h.closes
FROM helpdesk.calendar_hours AS h
WHERE helpdesk.token_reads('calendar_hours');

COMMENT ON VIEW api.calendar_hours IS
$$Opening hours of calendars

Several spans a weekday are allowed, overlap is refused (23P01). A night shift is two rows: until 24:00 and from
00:00.$$;

GRANT SELECT ON api.calendar_hours TO agent, admin;
GRANT INSERT (calendar_hours_id, calendar_id, weekday, opens, closes) ON api.calendar_hours TO admin;
GRANT UPDATE (calendar_hours_id, calendar_id, weekday, opens, closes) ON api.calendar_hours TO admin;
GRANT DELETE ON api.calendar_hours TO admin;
