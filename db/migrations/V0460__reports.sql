CREATE TABLE helpdesk.report (
    report text CONSTRAINT report_pkey PRIMARY KEY,
    title text NOT NULL,
    description text NOT NULL,
    period_days int,
    period_of text,
    parameters jsonb NOT NULL DEFAULT '[]',
    chart text[] NOT NULL DEFAULT '{}',
    drills jsonb NOT NULL DEFAULT '{}',
    query text NOT NULL,
    statement text NOT NULL,
    columns jsonb NOT NULL,
    CONSTRAINT report_is_word CHECK (report ~ '^[a-z][a-z0-9_]{0,62}$'),
    CONSTRAINT report_has_title CHECK (title ~ '\S' AND length(title) <= 200),
    CONSTRAINT report_period_is_told CHECK ((period_days IS NULL) = (period_of IS NULL)),
    CONSTRAINT report_period_has_length CHECK (period_days BETWEEN 1 AND 3660),
    CONSTRAINT report_drills_are_by_column CHECK (jsonb_typeof(drills) = 'object'),
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
COMMENT ON COLUMN helpdesk.report.drills IS
    'By column: the tickets that its number counts, as [[field, operator, value]] of conditions that all hold; in a value '
    '{column} stands for the cell of the row, {#column} for it as a number, {from} and {to} for the ends of the period.';
COMMENT ON COLUMN helpdesk.report.query IS 'As it stands in the file: SELECT, with parameters as %(name)s.';
COMMENT ON COLUMN helpdesk.report.statement IS
    'The same for format(), which puts the parameters in, in the order of their names.';
COMMENT ON COLUMN helpdesk.report.columns IS '[{"name", "type"}] of what it finds.';
COMMENT ON CONSTRAINT report_is_word ON helpdesk.report IS
    'The name of a report is at most 63 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT report_has_title ON helpdesk.report IS 'A report has a title of at most 200 characters.';
COMMENT ON CONSTRAINT report_period_is_told ON helpdesk.report IS 'A period has days, and says of what.';
COMMENT ON CONSTRAINT report_period_has_length ON helpdesk.report IS 'A period is 1 to 3660 days.';
COMMENT ON CONSTRAINT report_drills_are_by_column ON helpdesk.report IS 'drills is an object, by column.';
COMMENT ON CONSTRAINT report_parameters_are_a_list ON helpdesk.report IS 'parameters is a list.';
COMMENT ON CONSTRAINT report_chart_is_known ON helpdesk.report IS 'A chart is line, bar, stack or heat.';

ALTER TABLE helpdesk.report ENABLE ROW LEVEL SECURITY;

CREATE TABLE helpdesk.activity_day (
    day date,
    split_by text,
    key text,
    created int NOT NULL,
    resolved int NOT NULL,
    closed int NOT NULL,
    reopened int NOT NULL,
    staff_replies int NOT NULL,
    customer_replies int NOT NULL,
    opened int NOT NULL,
    solved int NOT NULL,
    open_change int NOT NULL,
    CONSTRAINT activity_day_pkey PRIMARY KEY (split_by, day, key),
    CONSTRAINT activity_day_split_is_known CHECK (split_by IN ('department', 'priority', 'channel', 'agent'))
);
COMMENT ON TABLE helpdesk.activity_day IS
    'Cache of view activity_count: what happened on a day in UTC, split four ways; true for the days of '
    'list_counted_days.';
COMMENT ON COLUMN helpdesk.activity_day.day IS 'Day in UTC.';
COMMENT ON COLUMN helpdesk.activity_day.split_by IS 'What of the ticket, as it is now, key is; each sums up to all.';
COMMENT ON COLUMN helpdesk.activity_day.key IS
    'department_id, priority, channel or assignee_id; empty: the ticket has none.';
COMMENT ON COLUMN helpdesk.activity_day.created IS 'Tickets opened.';
COMMENT ON COLUMN helpdesk.activity_day.resolved IS 'Times that a ticket was resolved.';
COMMENT ON COLUMN helpdesk.activity_day.closed IS 'Times that a ticket was closed, not by merging or as spam.';
COMMENT ON COLUMN helpdesk.activity_day.reopened IS 'Times that a ticket was reopened.';
COMMENT ON COLUMN helpdesk.activity_day.staff_replies IS 'Public replies by staff.';
COMMENT ON COLUMN helpdesk.activity_day.customer_replies IS 'Public replies by customers and guests.';
COMMENT ON COLUMN helpdesk.activity_day.opened IS
    'Times that a ticket was opened or left solved and closed, not by undoing a merge or a mark as spam.';
COMMENT ON COLUMN helpdesk.activity_day.solved IS
    'Times that a ticket became solved or closed, not by merging or as spam.';
COMMENT ON COLUMN helpdesk.activity_day.open_change IS
    'By how many the tickets that are neither solved nor closed became more, all counted.';
COMMENT ON CONSTRAINT activity_day_split_is_known ON helpdesk.activity_day IS
    'split_by is department, priority, channel or agent.';

CREATE TABLE helpdesk.agent_day (
    day date,
    agent_id bigint,
    replies int NOT NULL,
    notes int NOT NULL,
    resolved int NOT NULL,
    help_given int NOT NULL,
    tickets int NOT NULL,
    CONSTRAINT agent_day_pkey PRIMARY KEY (day, agent_id)
);
COMMENT ON TABLE helpdesk.agent_day IS
    'Cache of view agent_count: what a member of staff did on a day in UTC; true for the days of list_counted_days.';
COMMENT ON COLUMN helpdesk.agent_day.day IS 'Day in UTC.';
COMMENT ON COLUMN helpdesk.agent_day.agent_id IS 'Who; without a foreign key, as a cache.';
COMMENT ON COLUMN helpdesk.agent_day.replies IS 'Public replies written.';
COMMENT ON COLUMN helpdesk.agent_day.notes IS 'Internal notes written.';
COMMENT ON COLUMN helpdesk.agent_day.resolved IS 'Times that a ticket was resolved.';
COMMENT ON COLUMN helpdesk.agent_day.help_given IS 'Requests for help addressed.';
COMMENT ON COLUMN helpdesk.agent_day.tickets IS 'Different tickets among all of these.';

CREATE TABLE helpdesk.status_day (
    day date,
    from_status text,
    to_status text,
    minutes double precision[] NOT NULL,
    CONSTRAINT status_day_pkey PRIMARY KEY (day, from_status, to_status)
);
COMMENT ON TABLE helpdesk.status_day IS
    'Cache of view status_count: the changes of status of a day in UTC; true for the days of list_counted_days.';
COMMENT ON COLUMN helpdesk.status_day.day IS 'Day in UTC.';
COMMENT ON COLUMN helpdesk.status_day.from_status IS 'Status before, as it was called.';
COMMENT ON COLUMN helpdesk.status_day.to_status IS 'Status after, as it was called.';
COMMENT ON COLUMN helpdesk.status_day.minutes IS
    'Of each change how long the ticket had been in the status before, by the clock on the wall; shortest first.';

CREATE TABLE helpdesk.assignment_day (
    day date,
    how text,
    is_transfer boolean,
    minutes double precision[] NOT NULL,
    CONSTRAINT assignment_day_pkey PRIMARY KEY (day, how, is_transfer)
);
COMMENT ON TABLE helpdesk.assignment_day IS
    'Cache of view assignment_count: the assignments of a day in UTC; true for the days of list_counted_days.';
COMMENT ON COLUMN helpdesk.assignment_day.day IS 'Day in UTC.';
COMMENT ON COLUMN helpdesk.assignment_day.how IS 'routed, taken or given, as view reports.assignments says.';
COMMENT ON COLUMN helpdesk.assignment_day.is_transfer IS 'Whether another had the ticket right before.';
COMMENT ON COLUMN helpdesk.assignment_day.minutes IS
    'Of each assignment how long the ticket had been open, by the clock on the wall; shortest first.';

CREATE TABLE helpdesk.counted_day (
    day date CONSTRAINT counted_day_pkey PRIMARY KEY
);
COMMENT ON TABLE helpdesk.counted_day IS
    'Days whose rows in activity_day, agent_day, status_day and assignment_day say what is so up to counted_until; '
    'without a row, a day is counted anew by each report.';
COMMENT ON COLUMN helpdesk.counted_day.day IS 'Day in UTC.';

CREATE TABLE helpdesk.counted_until (
    is_only boolean DEFAULT true CONSTRAINT counted_until_pkey PRIMARY KEY,
    event_id bigint NOT NULL DEFAULT 0,
    next_event_id bigint NOT NULL DEFAULT 0,
    next_xid xid8 NOT NULL DEFAULT '0',
    system_identifier bigint NOT NULL DEFAULT 0,
    CONSTRAINT counted_until_is_only_row CHECK (is_only)
);
COMMENT ON TABLE helpdesk.counted_until IS 'How far into the events the days of counted_day are counted.';
COMMENT ON COLUMN helpdesk.counted_until.is_only IS 'Key: there is one row.';
COMMENT ON COLUMN helpdesk.counted_until.event_id IS
    'Up to this one no event comes any more, and all are counted; what later ones change, list_changed_days tells.';
COMMENT ON COLUMN helpdesk.counted_until.next_event_id IS
    'The last that had been begun when count_days last ran: its next event_id, once the transactions of then are over.';
COMMENT ON COLUMN helpdesk.counted_until.next_xid IS 'Transactions from this one on began after next_event_id.';
COMMENT ON COLUMN helpdesk.counted_until.system_identifier IS
    'Of the server of next_xid: on one to which the database was restored, all transactions of before are over.';
COMMENT ON CONSTRAINT counted_until_is_only_row ON helpdesk.counted_until IS 'There is one row.';

INSERT INTO helpdesk.counted_until DEFAULT VALUES;

ALTER TABLE helpdesk.activity_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.agent_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.status_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.assignment_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.counted_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.counted_until ENABLE ROW LEVEL SECURITY;
