CREATE OR REPLACE FUNCTION helpdesk.default_priority() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN helpdesk.setting_text('default_priority');

COMMENT ON FUNCTION helpdesk.default_priority IS
'Setting default_priority, for whoever fills in the form for a ticket: clients read no other setting.';
GRANT EXECUTE ON FUNCTION helpdesk.default_priority TO customer, agent, admin;
