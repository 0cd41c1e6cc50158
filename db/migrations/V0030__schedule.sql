CREATE TABLE helpdesk.schedule (
    name text CONSTRAINT schedule_pkey PRIMARY KEY,
    cron text NOT NULL,
    call text NOT NULL,
    description text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT schedule_name_is_word CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT schedule_cron_has_five_fields CHECK (cron ~ '^\S+( \S+){4}$')
);
COMMENT ON TABLE helpdesk.schedule IS 'The recurring jobs. pg_cron runs them where it is installed, else the worker.';
COMMENT ON COLUMN helpdesk.schedule.name IS 'Its name, by which schedule_run and pg_cron know it.';
COMMENT ON COLUMN helpdesk.schedule.cron IS 'When it runs: five fields of cron, in UTC.';
COMMENT ON COLUMN helpdesk.schedule.call IS
    'The SQL expression that the job selects; returns what it did as jsonb, bigint or void. $1: days that somebody '
    'gave, else null.';
COMMENT ON COLUMN helpdesk.schedule.description IS 'What the job does.';
COMMENT ON COLUMN helpdesk.schedule.is_active IS 'Whether a clock runs it; by hand it can be run in any case.';
COMMENT ON CONSTRAINT schedule_name_is_word ON helpdesk.schedule IS
    'The name of a job is lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT schedule_cron_has_five_fields ON helpdesk.schedule IS
    'cron has five fields with one blank between each: minute, hour, day, month, weekday. Write for example 35 * * * '
    '*.';

CREATE TABLE helpdesk.schedule_run (
    run_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT schedule_run_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT schedule_run_schedule_fkey REFERENCES helpdesk.schedule ON DELETE CASCADE,
    scheduled_at timestamptz,
    started_at timestamptz NOT NULL,
    duration interval NOT NULL,
    result text,
    error text
);
COMMENT ON TABLE helpdesk.schedule_run IS 'What the recurring jobs did, a row a run; kept for some weeks.';
COMMENT ON COLUMN helpdesk.schedule_run.run_id IS 'Key; later runs have higher ones.';
COMMENT ON COLUMN helpdesk.schedule_run.name IS 'Which job.';
COMMENT ON COLUMN helpdesk.schedule_run.scheduled_at IS
    'The minute for which a clock ran it; null: by hand, or the rest of a run.';
COMMENT ON COLUMN helpdesk.schedule_run.started_at IS 'When it began.';
COMMENT ON COLUMN helpdesk.schedule_run.duration IS 'How long it took.';
COMMENT ON COLUMN helpdesk.schedule_run.result IS 'What the job returned, as text; null: nothing, or an error.';
COMMENT ON COLUMN helpdesk.schedule_run.error IS 'SQLSTATE and message; null: none. What the job had begun was undone.';
CREATE UNIQUE INDEX schedule_run_once_a_minute ON helpdesk.schedule_run (name, scheduled_at)
    WHERE scheduled_at IS NOT NULL;
COMMENT ON INDEX helpdesk.schedule_run_once_a_minute IS 'Of two clocks, one runs a job.';
CREATE INDEX schedule_run_name_idx ON helpdesk.schedule_run (name, started_at DESC);
COMMENT ON INDEX helpdesk.schedule_run_name_idx IS 'The last runs of a job; foreign key.';
CREATE INDEX schedule_run_started_idx ON helpdesk.schedule_run (started_at);
COMMENT ON INDEX helpdesk.schedule_run_started_idx IS 'Purging old runs.';

CREATE TABLE helpdesk.schedule_clock (
    is_only boolean DEFAULT true CONSTRAINT schedule_clock_pkey PRIMARY KEY,
    kind text NOT NULL,
    CONSTRAINT schedule_clock_is_one_row CHECK (is_only),
    CONSTRAINT schedule_clock_kind_is_known CHECK (kind IN ('pg_cron', 'worker'))
);
COMMENT ON TABLE helpdesk.schedule_clock IS 'Who runs the recurring jobs, as the last deploy found it.';
COMMENT ON COLUMN helpdesk.schedule_clock.is_only IS 'Always true: the table has one row.';
COMMENT ON COLUMN helpdesk.schedule_clock.kind IS
    'pg_cron: the server; worker: every worker''s clock, of which one runs a job.';
COMMENT ON CONSTRAINT schedule_clock_is_one_row ON helpdesk.schedule_clock IS 'There is one clock.';
COMMENT ON CONSTRAINT schedule_clock_kind_is_known ON helpdesk.schedule_clock IS 'kind is pg_cron or worker.';

INSERT INTO helpdesk.schedule_clock (kind) VALUES ('worker');

ALTER TABLE helpdesk.schedule ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.schedule_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.schedule_clock ENABLE ROW LEVEL SECURITY;
