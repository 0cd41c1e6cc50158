CREATE VIEW api.ticket_participants WITH (security_invoker = true) AS
SELECT
    p.ticket_id,
    p.person_id,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = p.person_id) AS name,
    p.added_by,
    p.created_at
FROM helpdesk.ticket_participant AS p
WHERE helpdesk.token_reads('ticket_participants');

COMMENT ON VIEW api.ticket_participants IS
$$CC: who gets the public replies of which ticket

Participants read the ticket and answer it. Change it with rpc/add_participant and rpc/remove_participant.$$;
COMMENT ON COLUMN api.ticket_participants.name IS 'Name of the person.';

GRANT SELECT ON api.ticket_participants TO customer, agent, admin;
