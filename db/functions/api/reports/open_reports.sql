CREATE FUNCTION api.open_reports() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('reports.read');
END
$$;

COMMENT ON FUNCTION api.open_reports IS
$$Whether the caller may read reports

GET /reports asks it, which lists and runs them as login reporter. Raises PD002.$$;
GRANT EXECUTE ON FUNCTION api.open_reports TO agent, admin;
