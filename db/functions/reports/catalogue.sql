-- A function, since BI tools offer all views, and cannot read lists and JSON.
CREATE OR REPLACE FUNCTION reports.catalogue() RETURNS SETOF helpdesk.report
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT r.* FROM helpdesk.report AS r ORDER BY r.report;
END;

COMMENT ON FUNCTION reports.catalogue IS 'The reports that reports.run runs; columns as helpdesk.report says.';
GRANT EXECUTE ON FUNCTION reports.catalogue TO reporter;
