CREATE VIEW api.checklist_steps WITH (security_invoker = true) AS
SELECT
    s.checklist_step_id,
    s.checklist_id,
    s.position,
    s.label,
    s.is_required
FROM helpdesk.checklist_step AS s
WHERE helpdesk.token_reads('checklist_steps');

COMMENT ON VIEW api.checklist_steps IS
$$Steps of checklists

A change of them changes no ticket that has the list already.$$;

GRANT SELECT ON api.checklist_steps TO agent, admin;
GRANT INSERT (checklist_step_id, checklist_id, position, label, is_required) ON api.checklist_steps TO admin;
GRANT UPDATE (checklist_step_id, position, label, is_required) ON api.checklist_steps TO admin;
GRANT DELETE ON api.checklist_steps TO admin;
