CREATE OR REPLACE VIEW reports.catalogue AS
SELECT
    r.report,
    r.title,
    r.description,
    r.period_days,
    r.period_of,
    r.parameters,
    r.chart,
    r.columns,
    r.statement
FROM helpdesk.report AS r;

COMMENT ON VIEW reports.catalogue IS 'The reports that reports.run runs.';
COMMENT ON COLUMN reports.catalogue.report IS 'Name.';
COMMENT ON COLUMN reports.catalogue.title IS 'What stands above it.';
COMMENT ON COLUMN reports.catalogue.description IS 'What its numbers are; empty: nothing is said.';
COMMENT ON COLUMN reports.catalogue.period_days IS 'Days that it looks back unless told otherwise; empty: no period.';
COMMENT ON COLUMN reports.catalogue.period_of IS 'What lies in the period; empty: no period.';
COMMENT ON COLUMN reports.catalogue.parameters IS '[{"name", "type", "default", "help"}], beside the period.';
COMMENT ON COLUMN reports.catalogue.chart IS
'line, bar, stack or heat, the column along the axis, the columns to draw; empty: none.';
COMMENT ON COLUMN reports.catalogue.columns IS '[{"name", "type"}] of what it finds.';
COMMENT ON COLUMN reports.catalogue.statement IS 'SQL, with parameters taken from $1, a jsonb object.';
GRANT SELECT ON reports.catalogue TO reporter;
