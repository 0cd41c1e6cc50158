CREATE OR REPLACE VIEW helpdesk.named_person AS
SELECT p.person_id, p.name
FROM helpdesk.person AS p;

COMMENT ON VIEW helpdesk.named_person IS
'What person_name tells, for views of many rows: a look-up in their plan instead of a call for each.';
GRANT SELECT ON helpdesk.named_person TO customer, agent, admin;
