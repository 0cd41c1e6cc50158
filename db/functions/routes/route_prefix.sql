CREATE OR REPLACE FUNCTION helpdesk.route_prefix() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN helpdesk.setting_text('route_prefix');

COMMENT ON FUNCTION helpdesk.route_prefix IS
'Setting route_prefix, for whoever is told the path of a page: clients read no other setting.';
GRANT EXECUTE ON FUNCTION helpdesk.route_prefix TO customer, agent, admin;
