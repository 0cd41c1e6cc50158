CREATE OR REPLACE VIEW reports.ratings AS
SELECT
    r.ticket_id,
    (r.created_at AT TIME ZONE 'UTC')::date AS day,
    r.created_at AS rated_at,
    r.rating,
    r.comment IS NOT NULL AS has_comment,
    r.agent_id,
    t.department,
    t.priority,
    t.channel,
    t.organisation_id
FROM helpdesk.rating AS r
JOIN reports.tickets AS t USING (ticket_id);

COMMENT ON VIEW reports.ratings IS
'How content requesters were (CSAT): one row for each time that a ticket was rated, without the '
'comment.';
COMMENT ON COLUMN reports.ratings.ticket_id IS 'Ticket; one that was reopened may be rated again.';
COMMENT ON COLUMN reports.ratings.day IS 'Day in UTC on which it was rated.';
COMMENT ON COLUMN reports.ratings.rated_at IS 'When it was rated.';
COMMENT ON COLUMN reports.ratings.rating IS '1 (bad) to 5 (good).';
COMMENT ON COLUMN reports.ratings.has_comment IS 'Whether the requester added a comment.';
COMMENT ON COLUMN reports.ratings.agent_id IS 'Assignee when it was rated, a number; empty: nobody.';
COMMENT ON COLUMN reports.ratings.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.ratings.priority IS 'Priority of the ticket now.';
COMMENT ON COLUMN reports.ratings.channel IS 'How the ticket came in.';
COMMENT ON COLUMN reports.ratings.organisation_id IS 'Organisation of the requester, a number; empty: none.';
GRANT SELECT ON reports.ratings TO reporter;
