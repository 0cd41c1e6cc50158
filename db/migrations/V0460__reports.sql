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
    'By column: the tickets that its number counts, as [[field, operator, value]] of conditions that all hold; in '
    'a value {column} stands for the cell of the row, {#column} for it as a number, {from} and {to} for the ends of '
    'the period.';
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

CREATE TABLE helpdesk.report_schedule (
    report_schedule_id bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT report_schedule_pkey PRIMARY KEY,
    report text NOT NULL CONSTRAINT report_schedule_report_fkey REFERENCES helpdesk.report ON DELETE CASCADE,
    period text,
    parameters jsonb NOT NULL DEFAULT '{}',
    is_compared boolean NOT NULL DEFAULT false,
    formats text[] NOT NULL DEFAULT '{csv}',
    repeats text NOT NULL DEFAULT 'weekly',
    day int,
    local_time time NOT NULL DEFAULT '07:00',
    time_zone text NOT NULL DEFAULT 'UTC',
    is_active boolean NOT NULL DEFAULT true,
    due_at timestamptz,
    CONSTRAINT report_schedule_period_is_known CHECK (
        period IN ('yesterday', 'last_7_days', 'last_week', 'last_30_days', 'last_month', 'last_quarter', 'last_year')
    ),
    CONSTRAINT report_schedule_parameters_are_an_object CHECK (jsonb_typeof(parameters) = 'object'),
    CONSTRAINT report_schedule_formats_are_known CHECK (
        formats <@ '{table,csv,json,parquet,png,svg}'::text[]
        AND cardinality(formats) BETWEEN 1 AND 6
        AND array_position(formats, NULL) IS NULL
    ),
    CONSTRAINT report_schedule_repeats_is_known CHECK (repeats IN ('daily', 'weekly', 'monthly')),
    CONSTRAINT report_schedule_has_day CHECK (
        CASE repeats
            WHEN 'daily' THEN day IS NULL
            WHEN 'weekly' THEN day IS NOT NULL AND day BETWEEN 1 AND 7
            ELSE day IS NOT NULL AND day BETWEEN 1 AND 31
        END
    ),
    CONSTRAINT report_schedule_local_time_is_of_day CHECK (local_time < '24:00'),
    CONSTRAINT report_schedule_is_due_while_active CHECK (is_active = (due_at IS NOT NULL))
);
COMMENT ON TABLE helpdesk.report_schedule IS 'Reports that are mailed time and again.';
COMMENT ON COLUMN helpdesk.report_schedule.report_schedule_id IS 'Key.';
COMMENT ON COLUMN helpdesk.report_schedule.report IS 'Which report.';
COMMENT ON COLUMN helpdesk.report_schedule.period IS
    'What it is about, counted from the day in time_zone on which it is due: yesterday, last_7_days, last_week (Monday '
    'to Sunday), last_30_days, last_month, last_quarter or last_year, none of them with that day. Null: as many days '
    'as the report says, that day included, or it has no period.';
COMMENT ON COLUMN helpdesk.report_schedule.parameters IS 'The report''s own parameters: {"by": "department"}.';
COMMENT ON COLUMN helpdesk.report_schedule.is_compared IS
    'Whether the same length of time before stands beside each number.';
COMMENT ON COLUMN helpdesk.report_schedule.formats IS
    'The files to enclose: table, csv, json, parquet and, where the report has a chart, png and svg.';
COMMENT ON COLUMN helpdesk.report_schedule.repeats IS 'How often: daily, weekly or monthly.';
COMMENT ON COLUMN helpdesk.report_schedule.day IS
    'weekly: 1 (Monday) to 7; monthly: 1 to 31, in shorter months the last day; daily: null.';
COMMENT ON COLUMN helpdesk.report_schedule.local_time IS
    'When, by the clocks in time_zone; an hour that they skip is as much later, of one that they repeat it is the '
    'first.';
COMMENT ON COLUMN helpdesk.report_schedule.time_zone IS 'IANA name, such as Europe/Berlin.';
COMMENT ON COLUMN helpdesk.report_schedule.is_active IS 'Whether it is mailed; false: paused.';
COMMENT ON COLUMN helpdesk.report_schedule.due_at IS 'When it is mailed next; null: paused.';
COMMENT ON CONSTRAINT report_schedule_period_is_known ON helpdesk.report_schedule IS
    'period is yesterday, last_7_days, last_week, last_30_days, last_month, last_quarter, last_year or null.';
COMMENT ON CONSTRAINT report_schedule_parameters_are_an_object ON helpdesk.report_schedule IS
    'parameters is an object, such as {"by": "department"}.';
COMMENT ON CONSTRAINT report_schedule_formats_are_known ON helpdesk.report_schedule IS
    'formats are one to six of table, csv, json, parquet, png, svg.';
COMMENT ON CONSTRAINT report_schedule_repeats_is_known ON helpdesk.report_schedule IS
    'repeats is daily, weekly or monthly.';
COMMENT ON CONSTRAINT report_schedule_has_day ON helpdesk.report_schedule IS
    'day is 1 (Monday) to 7 of weekly, 1 to 31 of monthly, and null of daily.';
COMMENT ON CONSTRAINT report_schedule_local_time_is_of_day ON helpdesk.report_schedule IS
    'local_time is 00:00 to 23:59:59.';
COMMENT ON CONSTRAINT report_schedule_is_due_while_active ON helpdesk.report_schedule IS
    'What is active, and nothing else, is due some time.';
CREATE INDEX report_schedule_due_idx ON helpdesk.report_schedule (due_at) WHERE due_at IS NOT NULL;
COMMENT ON INDEX helpdesk.report_schedule_due_idx IS 'queue_due_reports: what is due.';
CREATE INDEX report_schedule_report_idx ON helpdesk.report_schedule (report);
COMMENT ON INDEX helpdesk.report_schedule_report_idx IS 'Foreign key to report.';

CREATE TABLE helpdesk.report_recipient (
    report_schedule_id bigint
        CONSTRAINT report_recipient_schedule_fkey REFERENCES helpdesk.report_schedule ON DELETE CASCADE,
    person_id bigint CONSTRAINT report_recipient_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    CONSTRAINT report_recipient_pkey PRIMARY KEY (report_schedule_id, person_id)
);
COMMENT ON TABLE helpdesk.report_recipient IS
    'Who is mailed a report; who may not read reports any more stays, and gets none.';
COMMENT ON COLUMN helpdesk.report_recipient.report_schedule_id IS 'Which report, and when.';
COMMENT ON COLUMN helpdesk.report_recipient.person_id IS 'Member of staff who may read reports.';
CREATE INDEX report_recipient_person_idx ON helpdesk.report_recipient (person_id);
COMMENT ON INDEX helpdesk.report_recipient_person_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.report_run (
    report_run_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT report_run_pkey PRIMARY KEY,
    report_schedule_id bigint NOT NULL
        CONSTRAINT report_run_schedule_fkey REFERENCES helpdesk.report_schedule ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    first_day date,
    last_day date,
    state text NOT NULL DEFAULT 'queued',
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    ended_at timestamptz,
    mails int,
    error text,
    CONSTRAINT report_run_once_an_instant UNIQUE (report_schedule_id, due_at),
    CONSTRAINT report_run_period_has_two_ends CHECK ((first_day IS NULL) = (last_day IS NULL)),
    CONSTRAINT report_run_state_is_known CHECK (state IN ('queued', 'drawing', 'mailed', 'failed')),
    CONSTRAINT report_run_ended_has_instant CHECK ((state IN ('mailed', 'failed')) = (ended_at IS NOT NULL)),
    CONSTRAINT report_run_mailed_has_mails CHECK ((state = 'mailed') = (mails IS NOT NULL))
);
COMMENT ON TABLE helpdesk.report_run IS
    'What became of each report that was due, a row an instant; kept 30 days. Not audited.';
COMMENT ON COLUMN helpdesk.report_run.report_run_id IS 'Key.';
COMMENT ON COLUMN helpdesk.report_run.report_schedule_id IS 'What was due.';
COMMENT ON COLUMN helpdesk.report_run.due_at IS 'When it was due, of several missed instants the first.';
COMMENT ON COLUMN helpdesk.report_run.first_day IS 'First day of its period; null: as the report says, or it has none.';
COMMENT ON COLUMN helpdesk.report_run.last_day IS 'Last day of it, included; null: as first_day.';
COMMENT ON COLUMN helpdesk.report_run.state IS
'How far it is.
queued: It waits for a worker.
drawing: A worker runs it and writes its files.
mailed: Its mails are in the outbox, a row a recipient.
failed: It could not be drawn, five times.
-> queued: queue_due_reports, or mail_report
queued -> drawing: begin_report_run
drawing -> mailed: end_report_run
drawing -> queued: end_report_run, to be tried again
drawing -> failed: end_report_run, the fifth time
drawing -> drawing: begin_report_run, 15 minutes after whoever had it has died
drawing -> failed: queue_due_reports, when five workers have died of it
mailed, failed -> gone: purge_report_runs';
COMMENT ON COLUMN helpdesk.report_run.attempts IS 'How often it was begun to draw it.';
COMMENT ON COLUMN helpdesk.report_run.next_at IS
    'queued: when it may be drawn. drawing: until when whoever draws it has it for themselves.';
COMMENT ON COLUMN helpdesk.report_run.ended_at IS 'When it was mailed, or failed for good; null: not yet.';
COMMENT ON COLUMN helpdesk.report_run.mails IS
    'How many mails were written: one for each recipient who may read reports and has an address. Null: not yet.';
COMMENT ON COLUMN helpdesk.report_run.error IS 'Why it could not be drawn at the last attempt; null: it could.';
COMMENT ON CONSTRAINT report_run_once_an_instant ON helpdesk.report_run IS 'Of an instant there is one run.';
COMMENT ON CONSTRAINT report_run_period_has_two_ends ON helpdesk.report_run IS 'A period has a first and a last day.';
COMMENT ON CONSTRAINT report_run_state_is_known ON helpdesk.report_run IS
    'state is queued, drawing, mailed or failed.';
COMMENT ON CONSTRAINT report_run_ended_has_instant ON helpdesk.report_run IS
    'What was mailed or failed, and nothing else, has ended.';
COMMENT ON CONSTRAINT report_run_mailed_has_mails ON helpdesk.report_run IS
    'What was mailed, and nothing else, has a number of mails.';
CREATE INDEX report_run_next_idx ON helpdesk.report_run (next_at) WHERE state IN ('queued', 'drawing');
COMMENT ON INDEX helpdesk.report_run_next_idx IS 'begin_report_run: what is to be drawn.';
CREATE INDEX report_run_due_idx ON helpdesk.report_run (due_at);
COMMENT ON INDEX helpdesk.report_run_due_idx IS 'Purging old runs.';

CREATE TABLE helpdesk.report_file (
    report_file_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT report_file_pkey PRIMARY KEY,
    report_run_id bigint NOT NULL CONSTRAINT report_file_run_fkey REFERENCES helpdesk.report_run ON DELETE CASCADE,
    format text NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT report_file_once_a_format UNIQUE (report_run_id, format),
    CONSTRAINT report_file_has_limit CHECK (length(content) <= 52428800)
);
COMMENT ON TABLE helpdesk.report_file IS 'Files of reports that are mailed; they go with their run. Not audited.';
COMMENT ON COLUMN helpdesk.report_file.report_file_id IS 'Key.';
COMMENT ON COLUMN helpdesk.report_file.report_run_id IS 'Of which run.';
COMMENT ON COLUMN helpdesk.report_file.format IS 'One of the formats of its schedule.';
COMMENT ON COLUMN helpdesk.report_file.content IS 'Its bytes.';
COMMENT ON CONSTRAINT report_file_once_a_format ON helpdesk.report_file IS 'A run has a file of each format.';
COMMENT ON CONSTRAINT report_file_has_limit ON helpdesk.report_file IS 'A file of a report has at most 50 MiB.';

ALTER TABLE helpdesk.report_schedule ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.report_recipient ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.report_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.report_file ENABLE ROW LEVEL SECURITY;
