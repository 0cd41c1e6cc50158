CREATE VIEW api.sla_changes WITH (security_invoker = true) AS
SELECT
    c.sla_change_id,
    c.at AS changed_at,
    c.calendar_id,
    c.sla_policy_id,
    c.open_clocks,
    c.moved_clocks,
    c.moved_at,
    c.done_at
FROM helpdesk.sla_change AS c
WHERE helpdesk.token_reads('sla_changes');

COMMENT ON VIEW api.sla_changes IS
$$Edits of calendars and SLA policies, and how far open clocks have followed them

One row for each edit that changed hours, holidays, zone, targets or conditions. New promises count from changed_at on.
The clocks of a ticket follow together: at once, where open_clocks is no more than setting sla.move_at_once, else some
tickets at a time, or with the ticket's next change; until then they show what they showed before.$$;
COMMENT ON COLUMN api.sla_changes.sla_change_id IS 'Key; later edits have higher ones.';
COMMENT ON COLUMN api.sla_changes.changed_at IS 'When the edit was made.';
COMMENT ON COLUMN api.sla_changes.calendar_id IS 'Calendar that was edited; null: a policy was.';
COMMENT ON COLUMN api.sla_changes.sla_policy_id IS 'Policy that was edited; null: a calendar was.';
COMMENT ON COLUMN api.sla_changes.open_clocks IS 'How many open clocks counted by what was before it.';
COMMENT ON COLUMN api.sla_changes.moved_clocks IS
'How many of them the edit or its job has moved; the others followed their ticket''s next change, or ended.';
COMMENT ON COLUMN api.sla_changes.moved_at IS 'When the edit or its job last moved one; null: neither has.';
COMMENT ON COLUMN api.sla_changes.done_at IS 'When all had followed; null: not yet.';

GRANT SELECT ON api.sla_changes TO admin;
