CREATE VIEW api.ticket_merges WITH (security_invoker = true) AS
SELECT
    m.merge_id,
    m.source_id,
    m.target_id,
    m.merged_by,
    m.merged_at,
    cardinality(m.message_ids) AS messages,
    m.undone_at,
    m.undone_by
FROM helpdesk.ticket_merge AS m
WHERE helpdesk.token_reads('ticket_merges');

COMMENT ON VIEW api.ticket_merges IS
$$Merges of tickets

What was merged into what, and what has been undone. rpc/merge_tickets makes one, rpc/unmerge_ticket undoes it within
the hours of setting unmerge_within_hours.$$;
COMMENT ON COLUMN api.ticket_merges.messages IS 'How many messages moved.';

GRANT SELECT ON api.ticket_merges TO agent, admin;
