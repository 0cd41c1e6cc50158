CREATE VIEW api.time_entries WITH (security_invoker = true) AS
SELECT
    e.time_entry_id,
    e.ticket_id,
    e.person_id,
    e.minutes,
    e.note,
    e.is_billable,
    e.worked_on,
    e.created_at
FROM helpdesk.time_entry AS e
WHERE helpdesk.token_reads('time_entries');

COMMENT ON VIEW api.time_entries IS
$$Time that staff spent on tickets

Seen by staff who see the ticket; one corrects and removes one's own, who may edit people also that of others. Added
up by ticket in ticket_times; rpc/log_time, rpc/start_timer, rpc/stop_timer.$$;

GRANT SELECT ON api.time_entries TO agent, admin;
GRANT INSERT (time_entry_id, ticket_id, person_id, minutes, note, is_billable, worked_on)
    ON api.time_entries TO agent, admin;
GRANT UPDATE (time_entry_id, ticket_id, person_id, minutes, note, is_billable, worked_on)
    ON api.time_entries TO agent, admin;
GRANT DELETE ON api.time_entries TO agent, admin;
