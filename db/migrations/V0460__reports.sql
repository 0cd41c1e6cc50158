CREATE TABLE helpdesk.report (
    report text CONSTRAINT report_pkey PRIMARY KEY,
    title text NOT NULL,
    description text NOT NULL,
    period_days int,
    period_of text,
    parameters jsonb NOT NULL DEFAULT '[]',
    chart text[] NOT NULL DEFAULT '{}',
    query text NOT NULL,
    statement text NOT NULL,
    columns jsonb NOT NULL,
    CONSTRAINT report_is_word CHECK (report ~ '^[a-z][a-z0-9_]{0,62}$'),
    CONSTRAINT report_has_title CHECK (title ~ '\S' AND length(title) <= 200),
    CONSTRAINT report_period_is_told CHECK ((period_days IS NULL) = (period_of IS NULL)),
    CONSTRAINT report_period_has_length CHECK (period_days BETWEEN 1 AND 3660),
    CONSTRAINT report_parameters_are_a_list CHECK (jsonb_typeof(parameters) = 'array'),
    CONSTRAINT report_chart_is_known CHECK (chart = '{}' OR chart[1] IN ('line', 'bar', 'stack', 'heat'))
);
COMMENT ON TABLE helpdesk.report IS
    'Reports: reports/*.sql, and the files of PGDESK_REPORTS, as pgdesk migrate read them.';
COMMENT ON COLUMN helpdesk.report.report IS 'Key: the name of the file.';
COMMENT ON COLUMN helpdesk.report.title IS 'What stands above it.';
COMMENT ON COLUMN helpdesk.report.description IS 'What its numbers are; empty: nothing is said.';
COMMENT ON COLUMN helpdesk.report.period_days IS
    'How many days it looks back unless it is told from and to; null: it has no period.';
COMMENT ON COLUMN helpdesk.report.period_of IS 'What lies in the period.';
COMMENT ON COLUMN helpdesk.report.parameters IS
    '[{"name", "type": int, text, date or choice(a,b), "default", "help"}], beside the period.';
COMMENT ON COLUMN helpdesk.report.chart IS
    'line, bar, stack or heat, the column along the axis, the columns to draw; empty: none.';
COMMENT ON COLUMN helpdesk.report.query IS 'As it stands in the file: SELECT, with parameters as %(name)s.';
COMMENT ON COLUMN helpdesk.report.statement IS 'The same with parameters taken from $1, a jsonb object.';
COMMENT ON COLUMN helpdesk.report.columns IS '[{"name", "type"}] of what it finds.';
COMMENT ON CONSTRAINT report_is_word ON helpdesk.report IS
    'The name of a report is at most 63 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT report_has_title ON helpdesk.report IS 'A report has a title of at most 200 characters.';
COMMENT ON CONSTRAINT report_period_is_told ON helpdesk.report IS 'A period has days, and says of what.';
COMMENT ON CONSTRAINT report_period_has_length ON helpdesk.report IS 'A period is 1 to 3660 days.';
COMMENT ON CONSTRAINT report_parameters_are_a_list ON helpdesk.report IS 'parameters is a list.';
COMMENT ON CONSTRAINT report_chart_is_known ON helpdesk.report IS 'A chart is line, bar, stack or heat.';

ALTER TABLE helpdesk.report ENABLE ROW LEVEL SECURITY;
