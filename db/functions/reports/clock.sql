CREATE OR REPLACE VIEW reports.clock AS
SELECT
    helpdesk.clock() AS at,
    (helpdesk.clock() AT TIME ZONE 'UTC')::date AS today;

COMMENT ON VIEW reports.clock IS 'One row: the present instant and, in UTC, today; what relative periods count from.';
COMMENT ON COLUMN reports.clock.at IS 'The present instant of the database.';
COMMENT ON COLUMN reports.clock.today IS 'Its day in UTC.';
GRANT SELECT ON reports.clock TO reporter;
