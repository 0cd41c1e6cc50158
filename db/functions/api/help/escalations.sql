CREATE VIEW api.escalations WITH (security_invoker = true) AS
SELECT
    e.escalation_id,
    e.ticket_id,
    e.message_id,
    e.requested_by,
    e.created_at,
    (SELECT p.name FROM helpdesk.person AS p WHERE p.person_id = e.requested_by) AS requested_by_name,
    (SELECT m.body FROM helpdesk.message AS m WHERE m.message_id = e.message_id) AS message,
    ARRAY(
        SELECT n.mentioned_id FROM helpdesk.mention AS n WHERE n.escalation_id = e.escalation_id ORDER BY n.mentioned_id
    ) AS staff_ids
FROM helpdesk.escalation AS e
WHERE helpdesk.token_reads('escalations');

COMMENT ON VIEW api.escalations IS
$$Requests for help: who asked, whom, when, and why

staff_ids: who was asked; embed mentions to see who has read and addressed it. Created by rpc/escalate_ticket.$$;
COMMENT ON COLUMN api.escalations.requested_by_name IS 'Name of who asks.';
COMMENT ON COLUMN api.escalations.message IS 'The request''s text.';
COMMENT ON COLUMN api.escalations.staff_ids IS 'Who was asked, lowest id first.';

GRANT SELECT ON api.escalations TO agent, admin;
