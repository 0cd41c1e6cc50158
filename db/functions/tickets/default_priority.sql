CREATE OR REPLACE FUNCTION helpdesk.default_priority() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.setting_text('default_priority');
END
$$;

COMMENT ON FUNCTION helpdesk.default_priority IS
'Setting default_priority, for whoever fills in the form for a ticket: clients read no other setting.';
GRANT EXECUTE ON FUNCTION helpdesk.default_priority TO anon, customer, agent, admin;
