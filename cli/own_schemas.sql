-- The schemas that pgdesk made.
SELECT n.nspname
FROM pg_namespace AS n
WHERE n.nspname ~ '^(api|api_old(_\d+)?|helpdesk|audit|reports|hook|dramatiq|pgdesk_deploy)$'
