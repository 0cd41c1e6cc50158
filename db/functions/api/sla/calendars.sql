CREATE VIEW api.calendars WITH (security_invoker = true) AS
SELECT
    c.calendar_id,
    c.name,
    c.description,
    c.time_zone,
    c.is_default,
    c.is_active,
    c.person_id,
    c.created_at
FROM helpdesk.calendar AS c
WHERE helpdesk.token_reads('calendars');

COMMENT ON VIEW api.calendars IS
$$Business calendars

Opening hours are rows of calendar_hours, days off of holidays, or rpc/set_calendar_hours for a whole week. Each edit
makes a new version when the request is done and recomputes the open clocks that count by it; used time stays. Raises
PD006 (time zone).$$;

GRANT SELECT ON api.calendars TO agent, admin;
GRANT INSERT (calendar_id, name, description, time_zone, is_default, is_active) ON api.calendars TO admin;
GRANT UPDATE (calendar_id, name, description, time_zone, is_default, is_active) ON api.calendars TO admin;
