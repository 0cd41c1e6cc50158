CREATE VIEW api.checklists WITH (security_invoker = true) AS
SELECT
    c.checklist_id,
    c.name,
    c.description,
    c.is_active,
    c.created_at
FROM helpdesk.checklist AS c
WHERE helpdesk.token_reads('checklists');

COMMENT ON VIEW api.checklists IS
$$Checklists

Lists of steps (checklist_steps) that rpc/add_checklists and rules put on tickets.$$;

GRANT SELECT ON api.checklists TO agent, admin;
GRANT INSERT (checklist_id, name, description, is_active) ON api.checklists TO admin;
GRANT UPDATE (checklist_id, name, description, is_active) ON api.checklists TO admin;
GRANT DELETE ON api.checklists TO admin;
