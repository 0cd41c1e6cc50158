CREATE OR REPLACE VIEW reports.organisations AS
SELECT o.organisation_id, o.name AS organisation, o.is_active
FROM helpdesk.organisation AS o;

COMMENT ON VIEW reports.organisations IS 'The organisations of customers, to name what other views give as numbers.';
COMMENT ON COLUMN reports.organisations.organisation_id IS 'Organisation, a number.';
COMMENT ON COLUMN reports.organisations.organisation IS 'Its name.';
COMMENT ON COLUMN reports.organisations.is_active IS 'Whether it is still served.';
GRANT SELECT ON reports.organisations TO reporter;
