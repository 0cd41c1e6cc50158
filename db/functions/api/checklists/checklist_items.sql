CREATE VIEW api.checklist_items WITH (security_invoker = true) AS
SELECT
    i.checklist_item_id,
    i.ticket_id,
    i.position,
    i.label,
    i.is_required,
    i.is_done,
    i.done_by,
    i.done_at,
    i.created_by,
    i.created_at
FROM helpdesk.checklist_item AS i
WHERE helpdesk.token_reads('checklist_items');

COMMENT ON VIEW api.checklist_items IS
$$What is to be done on tickets, and what is

Seen by staff who see the ticket, kept by those who may work on it. Without a position an item comes last. While one
that is required is not done, staff and rules cannot solve or close the ticket (PD004).$$;

GRANT SELECT ON api.checklist_items TO agent, admin;
GRANT INSERT (checklist_item_id, ticket_id, position, label, is_required, is_done)
    ON api.checklist_items TO agent, admin;
GRANT UPDATE (checklist_item_id, position, label, is_required, is_done) ON api.checklist_items TO agent, admin;
GRANT DELETE ON api.checklist_items TO agent, admin;
