CREATE TABLE helpdesk.schedule (
    name text CONSTRAINT schedule_pkey PRIMARY KEY,
    cron text NOT NULL,
    call text NOT NULL,
    description text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    timed_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    catch_up text NOT NULL DEFAULT 'once',
    CONSTRAINT schedule_catch_up_is_known CHECK (catch_up IN ('once', 'all', 'none')),
    CONSTRAINT schedule_name_is_word CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT schedule_cron_has_five_fields CHECK (cron ~ '^\S+( \S+){4}$'),
    CONSTRAINT schedule_cron_is_a_time CHECK (helpdesk.is_cron(cron))
);
COMMENT ON TABLE helpdesk.schedule IS
    'The recurring jobs. What its rows say is in force at once: both clocks read them each minute.';
COMMENT ON COLUMN helpdesk.schedule.name IS 'Its name, by which schedule_run knows it.';
COMMENT ON COLUMN helpdesk.schedule.cron IS 'When it runs: five fields of cron, in UTC.';
COMMENT ON COLUMN helpdesk.schedule.call IS
    'The SQL expression that the job selects; returns what it did as jsonb, bigint or void. $1: days that somebody '
    'gave, else null. $2: the minute for which a clock runs it, else null.';
COMMENT ON COLUMN helpdesk.schedule.description IS 'What the job does.';
COMMENT ON COLUMN helpdesk.schedule.is_active IS 'Whether a clock runs it; by hand it can be run in any case.';
COMMENT ON COLUMN helpdesk.schedule.timed_at IS
    'Since when cron and is_active are as they are; minutes before are not made up for.';
COMMENT ON COLUMN helpdesk.schedule.catch_up IS
    'What becomes of minutes in which no clock ran. once: they are one run together; all: a run each, of the last '
    'seven days; none: what is more than five minutes late is left out.';
COMMENT ON CONSTRAINT schedule_catch_up_is_known ON helpdesk.schedule IS 'catch_up is once, all or none.';
COMMENT ON CONSTRAINT schedule_name_is_word ON helpdesk.schedule IS
    'The name of a job is lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT schedule_cron_has_five_fields ON helpdesk.schedule IS
    'cron has five fields with one blank between each: minute, hour, day, month, weekday. Write for example 35 * * * '
    '*.';
COMMENT ON CONSTRAINT schedule_cron_is_a_time ON helpdesk.schedule IS
    'cron names a time that comes: minutes 0 to 59, hours 0 to 23, days 1 to 31, months 1 to 12 and weekdays 0 to 7, '
    'as numbers, ranges and steps. Write for example */5 8-17 * * 1-5.';

CREATE TABLE helpdesk.schedule_run (
    run_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT schedule_run_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT schedule_run_schedule_fkey REFERENCES helpdesk.schedule ON DELETE CASCADE,
    due_at timestamptz,
    started_at timestamptz NOT NULL,
    duration interval NOT NULL,
    result text,
    error text
);
COMMENT ON TABLE helpdesk.schedule_run IS 'What the recurring jobs did, a row a run; kept for some weeks.';
COMMENT ON COLUMN helpdesk.schedule_run.run_id IS 'Key; later runs have higher ones.';
COMMENT ON COLUMN helpdesk.schedule_run.name IS 'Which job.';
COMMENT ON COLUMN helpdesk.schedule_run.due_at IS
    'The minute for which a clock ran it, of several missed ones the first; null: by hand, or the rest of a run.';
COMMENT ON COLUMN helpdesk.schedule_run.started_at IS 'When it began.';
COMMENT ON COLUMN helpdesk.schedule_run.duration IS 'How long it took.';
COMMENT ON COLUMN helpdesk.schedule_run.result IS 'What the job returned, as text; null: nothing, or an error.';
COMMENT ON COLUMN helpdesk.schedule_run.error IS 'SQLSTATE and message; null: none. What the job had begun was undone.';
CREATE INDEX schedule_run_name_idx ON helpdesk.schedule_run (name, started_at DESC);
COMMENT ON INDEX helpdesk.schedule_run_name_idx IS 'The last runs of a job; foreign key.';
CREATE INDEX schedule_run_started_idx ON helpdesk.schedule_run (started_at);
COMMENT ON INDEX helpdesk.schedule_run_started_idx IS 'Purging old runs.';

CREATE TABLE helpdesk.schedule_turn (
    name text
        CONSTRAINT schedule_turn_pkey PRIMARY KEY
        CONSTRAINT schedule_turn_schedule_fkey REFERENCES helpdesk.schedule ON DELETE CASCADE,
    begun_at timestamptz,
    done_until timestamptz
);
COMMENT ON TABLE helpdesk.schedule_turn IS
    'Whose turn it is: who runs a job locks its row here, so that nobody else runs it. Edits of schedule wait for no '
    'run.';
COMMENT ON COLUMN helpdesk.schedule_turn.name IS 'Which job.';
COMMENT ON COLUMN helpdesk.schedule_turn.begun_at IS 'Since when a clock has it in work; null: none has.';
COMMENT ON COLUMN helpdesk.schedule_turn.done_until IS
    'The minutes until then are done: when a clock last began to run it; where each is made up for, the last that was. '
    'Null: never.';

CREATE TABLE helpdesk.schedule_clock (
    is_only boolean DEFAULT true CONSTRAINT schedule_clock_pkey PRIMARY KEY,
    kind text NOT NULL,
    chosen_at timestamptz,
    pg_cron_at timestamptz,
    worker_at timestamptz,
    CONSTRAINT schedule_clock_is_one_row CHECK (is_only),
    CONSTRAINT schedule_clock_kind_is_known CHECK (kind IN ('pg_cron', 'worker', 'off'))
);
COMMENT ON TABLE helpdesk.schedule_clock IS
    'Who runs the recurring jobs, as the last deploy chose, and when each clock ticked.';
COMMENT ON COLUMN helpdesk.schedule_clock.is_only IS 'Always true: the table has one row.';
COMMENT ON COLUMN helpdesk.schedule_clock.kind IS
    'pg_cron: the server, and workers what it leaves for 30 seconds; worker: the workers; off: nobody.';
COMMENT ON COLUMN helpdesk.schedule_clock.chosen_at IS 'Since when it is this one; null: no deploy has chosen yet.';
COMMENT ON COLUMN helpdesk.schedule_clock.pg_cron_at IS 'When pg_cron last called.';
COMMENT ON COLUMN helpdesk.schedule_clock.worker_at IS 'When a worker last called, to 20 seconds.';
COMMENT ON CONSTRAINT schedule_clock_is_one_row ON helpdesk.schedule_clock IS 'There is one choice of a clock.';
COMMENT ON CONSTRAINT schedule_clock_kind_is_known ON helpdesk.schedule_clock IS 'kind is pg_cron, worker or off.';

INSERT INTO helpdesk.schedule_clock (kind) VALUES ('worker');

ALTER TABLE helpdesk.schedule ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.schedule_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.schedule_clock ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.schedule_turn ENABLE ROW LEVEL SECURITY;
