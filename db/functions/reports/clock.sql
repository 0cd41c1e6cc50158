CREATE OR REPLACE VIEW reports.clock AS
SELECT
    helpdesk.clock() AS at,
    (helpdesk.clock() AT TIME ZONE 'UTC')::date AS today;

COMMENT ON VIEW reports.clock IS 'One row: the present instant and, in UTC, today; what relative periods count from.';
GRANT SELECT ON reports.clock TO reporter;
