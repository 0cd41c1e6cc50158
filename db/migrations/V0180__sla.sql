-- Calendars. Rows of calendar, calendar_hours and holiday are what admins edit;
-- each edit is frozen as a calendar_version.
CREATE TABLE helpdesk.calendar (
    calendar_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT calendar_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT calendar_name_key UNIQUE,
    description text,
    time_zone text NOT NULL DEFAULT 'UTC',
    is_default boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    person_id bigint CONSTRAINT calendar_person_key UNIQUE CONSTRAINT calendar_person_fkey REFERENCES helpdesk.agent,
    CONSTRAINT calendar_name_is_short_text CHECK (btrim(name) <> '' AND length(name) <= 200),
    CONSTRAINT calendar_default_is_active CHECK (NOT is_default OR is_active)
);
COMMENT ON TABLE helpdesk.calendar IS 'Business hours by which SLA clocks count, and working hours of single agents.';
COMMENT ON COLUMN helpdesk.calendar.calendar_id IS 'Key.';
COMMENT ON COLUMN helpdesk.calendar.name IS 'Unique name.';
COMMENT ON COLUMN helpdesk.calendar.description IS 'When it applies; null: nothing is said.';
COMMENT ON COLUMN helpdesk.calendar.time_zone IS
    'IANA name, such as Europe/Berlin, of the zone in which hours and holidays are meant.';
COMMENT ON COLUMN helpdesk.calendar.is_default IS
    'Counts where setting sla.business_hours_only is on and nothing else names a calendar.';
COMMENT ON COLUMN helpdesk.calendar.is_active IS 'Offered to choose from; what counts by it goes on counting.';
COMMENT ON COLUMN helpdesk.calendar.created_at IS 'When it was entered.';
COMMENT ON COLUMN helpdesk.calendar.person_id IS
    'Whose own working hours it holds (rpc/set_working_hours); its zone follows that person''s. Null: a calendar '
    'for all.';
COMMENT ON CONSTRAINT calendar_name_is_short_text ON helpdesk.calendar IS
    'The name of a calendar has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT calendar_default_is_active ON helpdesk.calendar IS
    'The default calendar is active. Make another calendar the default first.';
CREATE UNIQUE INDEX calendar_default_is_one ON helpdesk.calendar (is_default) WHERE is_default;
COMMENT ON INDEX helpdesk.calendar_default_is_one IS
    'Setting sla.business_hours_only has one calendar to fall back to.';

ALTER TABLE helpdesk.organisation ADD CONSTRAINT organisation_calendar_fkey
    FOREIGN KEY (calendar_id) REFERENCES helpdesk.calendar;
ALTER TABLE helpdesk.department ADD CONSTRAINT department_calendar_fkey
    FOREIGN KEY (calendar_id) REFERENCES helpdesk.calendar;
ALTER TABLE helpdesk.agent ADD CONSTRAINT agent_calendar_fkey
    FOREIGN KEY (calendar_id) REFERENCES helpdesk.calendar;

CREATE TABLE helpdesk.calendar_hours (
    calendar_hours_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT calendar_hours_pkey PRIMARY KEY,
    calendar_id bigint NOT NULL CONSTRAINT calendar_hours_calendar_fkey REFERENCES helpdesk.calendar ON DELETE CASCADE,
    weekday smallint NOT NULL,
    opens time NOT NULL,
    closes time NOT NULL,
    CONSTRAINT calendar_hours_weekday_is_iso CHECK (weekday BETWEEN 1 AND 7),
    CONSTRAINT calendar_hours_end_after_begin CHECK (opens < closes),
    -- Seconds since Monday, one week a calendar: the built-in range operators suffice.
    CONSTRAINT calendar_hours_do_not_overlap EXCLUDE USING gist (
        int8range(
            (calendar_id * 7 + weekday) * 86400 + extract(epoch FROM opens)::bigint,
            (calendar_id * 7 + weekday) * 86400 + extract(epoch FROM closes)::bigint
        ) WITH &&
    ) DEFERRABLE
);
COMMENT ON TABLE helpdesk.calendar_hours IS 'The week of a calendar, a row an opening.';
COMMENT ON COLUMN helpdesk.calendar_hours.calendar_hours_id IS 'Key.';
COMMENT ON COLUMN helpdesk.calendar_hours.calendar_id IS 'Of which calendar.';
COMMENT ON COLUMN helpdesk.calendar_hours.weekday IS 'ISO: 1 is Monday, 7 is Sunday.';
COMMENT ON COLUMN helpdesk.calendar_hours.opens IS 'Local time from which minutes count.';
COMMENT ON COLUMN helpdesk.calendar_hours.closes IS '24:00 is the end of the day; a night shift is two rows.';
COMMENT ON CONSTRAINT calendar_hours_weekday_is_iso ON helpdesk.calendar_hours IS
    'weekday is 1 (Monday) to 7 (Sunday).';
COMMENT ON CONSTRAINT calendar_hours_end_after_begin ON helpdesk.calendar_hours IS
    'Opening hours end after they begin. Write 24:00 for midnight.';
COMMENT ON CONSTRAINT calendar_hours_do_not_overlap ON helpdesk.calendar_hours IS
    'Opening hours of one day do not overlap. Change the hours that are there, or replace all with '
    'rpc/set_calendar_hours.';
CREATE INDEX calendar_hours_calendar_idx ON helpdesk.calendar_hours (calendar_id);
COMMENT ON INDEX helpdesk.calendar_hours_calendar_idx IS 'A calendar''s week; foreign key.';

CREATE TABLE helpdesk.holiday (
    holiday_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT holiday_pkey PRIMARY KEY,
    calendar_id bigint NOT NULL CONSTRAINT holiday_calendar_fkey REFERENCES helpdesk.calendar ON DELETE CASCADE,
    day date NOT NULL,
    name text NOT NULL DEFAULT '',
    is_recurring boolean NOT NULL DEFAULT false,
    CONSTRAINT holiday_once_per_day UNIQUE (calendar_id, day),
    CONSTRAINT holiday_name_is_short_text CHECK (length(name) <= 200),
    CONSTRAINT holiday_day_is_sane CHECK (day BETWEEN '1970-01-01' AND '2200-12-31')
);
COMMENT ON TABLE helpdesk.holiday IS 'Days, in the calendar''s zone, on which nothing counts.';
COMMENT ON COLUMN helpdesk.holiday.holiday_id IS 'Key.';
COMMENT ON COLUMN helpdesk.holiday.calendar_id IS 'Of which calendar.';
COMMENT ON COLUMN helpdesk.holiday.day IS 'Local day, in the calendar''s zone.';
COMMENT ON COLUMN helpdesk.holiday.name IS 'What is celebrated; may be empty.';
COMMENT ON COLUMN helpdesk.holiday.is_recurring IS 'Each year on the same day and month.';
COMMENT ON CONSTRAINT holiday_name_is_short_text ON helpdesk.holiday IS
    'The name of a holiday has at most 200 characters.';
COMMENT ON CONSTRAINT holiday_day_is_sane ON helpdesk.holiday IS 'day lies between 1970 and 2200.';

CREATE TABLE helpdesk.calendar_version (
    calendar_version_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT calendar_version_pkey PRIMARY KEY,
    calendar_id bigint NOT NULL CONSTRAINT calendar_version_calendar_fkey REFERENCES helpdesk.calendar,
    valid_from timestamptz NOT NULL DEFAULT helpdesk.clock(),
    time_zone text NOT NULL,
    hours jsonb NOT NULL,
    holidays jsonb NOT NULL,
    is_always_open boolean NOT NULL,
    spans_from timestamptz NOT NULL DEFAULT '-infinity',
    spans_until timestamptz NOT NULL DEFAULT '-infinity',
    first_day date,
    last_day date
);
COMMENT ON TABLE helpdesk.calendar_version IS
    'What a calendar said from an instant on; never changed, so that history can be recomputed.';
COMMENT ON COLUMN helpdesk.calendar_version.calendar_version_id IS 'Key; the highest of a calendar is in force.';
COMMENT ON COLUMN helpdesk.calendar_version.calendar_id IS 'Of which calendar.';
COMMENT ON COLUMN helpdesk.calendar_version.valid_from IS 'When the edit was made.';
COMMENT ON COLUMN helpdesk.calendar_version.time_zone IS 'IANA name.';
COMMENT ON COLUMN helpdesk.calendar_version.hours IS '{"1": [["09:00:00", "17:00:00"], ...], ...} by ISO weekday.';
COMMENT ON COLUMN helpdesk.calendar_version.holidays IS '[["2026-12-25", false], ...]: day, recurring.';
COMMENT ON COLUMN helpdesk.calendar_version.is_always_open IS 'Every instant counts: no spans are needed.';
COMMENT ON COLUMN helpdesk.calendar_version.spans_from IS
    'calendar_span is complete from here to spans_until; outside, spans are computed when asked for.';
COMMENT ON COLUMN helpdesk.calendar_version.spans_until IS 'End of what calendar_span holds; -infinity: nothing yet.';
COMMENT ON COLUMN helpdesk.calendar_version.first_day IS
    'First local day that has been turned into spans; null: none yet.';
COMMENT ON COLUMN helpdesk.calendar_version.last_day IS
    'Last local day that has been turned into spans; null: none yet.';
CREATE INDEX calendar_version_calendar_idx ON helpdesk.calendar_version (calendar_id, calendar_version_id DESC);
COMMENT ON INDEX helpdesk.calendar_version_calendar_idx IS 'The version in force; foreign key.';

CREATE TABLE helpdesk.calendar_span (
    calendar_version_id bigint NOT NULL
        CONSTRAINT calendar_span_version_fkey REFERENCES helpdesk.calendar_version ON DELETE CASCADE,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    before_us bigint NOT NULL,
    CONSTRAINT calendar_span_pkey PRIMARY KEY (calendar_version_id, starts_at) INCLUDE (ends_at, before_us),
    CONSTRAINT calendar_span_total_key UNIQUE (calendar_version_id, before_us) INCLUDE (starts_at, ends_at),
    CONSTRAINT calendar_span_has_length CHECK (starts_at < ends_at)
);
COMMENT ON TABLE helpdesk.calendar_span IS
    'Opening times in UTC with a running total, so that adding and measuring business time are two index look-ups '
    'each.';
COMMENT ON COLUMN helpdesk.calendar_span.calendar_version_id IS 'Of which version.';
COMMENT ON COLUMN helpdesk.calendar_span.starts_at IS 'When it opens.';
COMMENT ON COLUMN helpdesk.calendar_span.ends_at IS 'When it closes; not included.';
COMMENT ON COLUMN helpdesk.calendar_span.before_us IS
    'Open microseconds before this span, counted from the first span made; negative before that one.';
COMMENT ON CONSTRAINT calendar_span_has_length ON helpdesk.calendar_span IS 'A span ends after it begins.';
COMMENT ON INDEX helpdesk.calendar_span_pkey IS 'The span at an instant.';
COMMENT ON INDEX helpdesk.calendar_span_total_key IS 'The span in which a total is reached.';

-- Policies.
CREATE TABLE helpdesk.sla_metric (
    metric text CONSTRAINT sla_metric_pkey PRIMARY KEY,
    label text NOT NULL,
    position int NOT NULL,
    description text NOT NULL
);
COMMENT ON TABLE helpdesk.sla_metric IS 'What an SLA promise can be about.';
COMMENT ON COLUMN helpdesk.sla_metric.metric IS 'Key.';
COMMENT ON COLUMN helpdesk.sla_metric.label IS 'What people read.';
COMMENT ON COLUMN helpdesk.sla_metric.position IS 'Order in lists, lowest first.';
COMMENT ON COLUMN helpdesk.sla_metric.description IS 'From when to when it counts.';

INSERT INTO helpdesk.sla_metric (metric, label, position, description) VALUES
    ('first_response', 'First response', 10,
        'From the ticket''s creation to the first public reply by any member of staff.'),
    ('next_response', 'Next response', 20,
        'After the first response: from the oldest unanswered message of the customer to the next public reply by '
        'staff.'),
    ('resolution', 'Resolution', 30, 'From creation, or reopening, until the ticket is solved or closed.');

CREATE TABLE helpdesk.sla_policy (
    sla_policy_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sla_policy_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT sla_policy_name_key UNIQUE,
    description text,
    position int NOT NULL DEFAULT 100,
    conditions jsonb,
    predicate text,
    calendar_id bigint CONSTRAINT sla_policy_calendar_fkey REFERENCES helpdesk.calendar,
    is_default boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT sla_policy_name_is_short_text CHECK (btrim(name) <> '' AND length(name) <= 200),
    CONSTRAINT sla_policy_conditions_are_compiled CHECK ((conditions IS NULL) = (predicate IS NULL)),
    CONSTRAINT sla_policy_default_is_active CHECK (NOT is_default OR is_active)
);
COMMENT ON TABLE helpdesk.sla_policy IS 'Which tickets are promised which targets.';
COMMENT ON COLUMN helpdesk.sla_policy.sla_policy_id IS 'Key.';
COMMENT ON COLUMN helpdesk.sla_policy.name IS 'Unique name.';
COMMENT ON COLUMN helpdesk.sla_policy.description IS 'To whom it is promised; null: nothing is said.';
COMMENT ON COLUMN helpdesk.sla_policy.position IS 'The matching policy with the lowest position applies.';
COMMENT ON COLUMN helpdesk.sla_policy.conditions IS
    '{"all" | "any" | "none": [...]} or {"field", "operator", "value"} over fields with is_for_sla of '
    'condition_fields; {}: every ticket; null: none, unless it is the default. Raises PD401 with the path of the '
    'fault.';
COMMENT ON COLUMN helpdesk.sla_policy.predicate IS
    'conditions compiled to SQL over v, see helpdesk.rebuild_sla_matching.';
COMMENT ON COLUMN helpdesk.sla_policy.calendar_id IS
    'Business hours where neither organisation nor department names a calendar.';
COMMENT ON COLUMN helpdesk.sla_policy.is_default IS 'Applies where no other policy matches; at most one.';
COMMENT ON COLUMN helpdesk.sla_policy.is_active IS 'Whether tickets are matched to it; clocks that run by it go on.';
COMMENT ON COLUMN helpdesk.sla_policy.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT sla_policy_name_is_short_text ON helpdesk.sla_policy IS
    'The name of a policy has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT sla_policy_conditions_are_compiled ON helpdesk.sla_policy IS
    'The conditions of a policy are compiled when they are saved.';
COMMENT ON CONSTRAINT sla_policy_default_is_active ON helpdesk.sla_policy IS
    'The default policy is active. Make another policy the default first.';
CREATE UNIQUE INDEX sla_policy_default_is_one ON helpdesk.sla_policy (is_default) WHERE is_default;
COMMENT ON INDEX helpdesk.sla_policy_default_is_one IS 'At most one policy is the default.';
CREATE INDEX sla_policy_calendar_idx ON helpdesk.sla_policy (calendar_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_policy_calendar_idx IS 'Foreign key to calendar.';

CREATE TABLE helpdesk.sla_target (
    sla_policy_id bigint NOT NULL CONSTRAINT sla_target_policy_fkey REFERENCES helpdesk.sla_policy ON DELETE CASCADE,
    priority text NOT NULL CONSTRAINT sla_target_priority_fkey REFERENCES helpdesk.priority,
    metric text NOT NULL CONSTRAINT sla_target_metric_fkey REFERENCES helpdesk.sla_metric,
    target_minutes int,
    target_days int,
    CONSTRAINT sla_target_pkey PRIMARY KEY (sla_policy_id, priority, metric),
    CONSTRAINT sla_target_is_sane CHECK (target_minutes BETWEEN 1 AND 5256000),
    CONSTRAINT sla_target_days_are_sane CHECK (target_days BETWEEN 1 AND 1000),
    CONSTRAINT sla_target_is_minutes_or_days CHECK (num_nonnulls(target_minutes, target_days) = 1)
);
COMMENT ON TABLE helpdesk.sla_target IS 'What a policy promises; where there is no row, nothing is promised.';
COMMENT ON COLUMN helpdesk.sla_target.sla_policy_id IS 'Of which policy.';
COMMENT ON COLUMN helpdesk.sla_target.priority IS 'For tickets of which priority.';
COMMENT ON COLUMN helpdesk.sla_target.metric IS 'For which metric.';
COMMENT ON COLUMN helpdesk.sla_target.target_minutes IS
    'Business minutes within which it is promised; null: target_days says it.';
COMMENT ON COLUMN helpdesk.sla_target.target_days IS
    'Business days: until the same local time so many business days later, see helpdesk.business_days_us.';
COMMENT ON CONSTRAINT sla_target_is_sane ON helpdesk.sla_target IS
    'target_minutes is 1 to 5256000, which is ten years.';
COMMENT ON CONSTRAINT sla_target_days_are_sane ON helpdesk.sla_target IS 'target_days is 1 to 1000.';
COMMENT ON CONSTRAINT sla_target_is_minutes_or_days ON helpdesk.sla_target IS
    'A target is in minutes or in days. Give target_minutes or target_days, and null for the other.';
CREATE INDEX sla_target_priority_idx ON helpdesk.sla_target (priority);
COMMENT ON INDEX helpdesk.sla_target_priority_idx IS 'Foreign key to priority.';
CREATE INDEX sla_target_metric_idx ON helpdesk.sla_target (metric);
COMMENT ON INDEX helpdesk.sla_target_metric_idx IS 'Foreign key to sla_metric.';

CREATE TABLE helpdesk.sla_policy_version (
    sla_policy_version_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sla_policy_version_pkey PRIMARY KEY,
    sla_policy_id bigint NOT NULL CONSTRAINT sla_policy_version_policy_fkey REFERENCES helpdesk.sla_policy,
    valid_from timestamptz NOT NULL DEFAULT helpdesk.clock(),
    conditions jsonb
);
COMMENT ON TABLE helpdesk.sla_policy_version IS 'Whom a policy promised what from an instant on; never changed.';
COMMENT ON COLUMN helpdesk.sla_policy_version.sla_policy_version_id IS 'Key; the highest of a policy is in force.';
COMMENT ON COLUMN helpdesk.sla_policy_version.sla_policy_id IS 'Of which policy.';
COMMENT ON COLUMN helpdesk.sla_policy_version.valid_from IS 'When the edit was made.';
COMMENT ON COLUMN helpdesk.sla_policy_version.conditions IS 'The policy''s conditions, then.';
CREATE INDEX sla_policy_version_policy_idx ON helpdesk.sla_policy_version (sla_policy_id, sla_policy_version_id DESC);
COMMENT ON INDEX helpdesk.sla_policy_version_policy_idx IS 'The version in force; foreign key.';

CREATE TABLE helpdesk.sla_version_target (
    sla_policy_version_id bigint NOT NULL
        CONSTRAINT sla_version_target_version_fkey REFERENCES helpdesk.sla_policy_version ON DELETE CASCADE,
    priority text NOT NULL,
    metric text NOT NULL,
    target_minutes int,
    target_days int,
    CONSTRAINT sla_version_target_pkey PRIMARY KEY (sla_policy_version_id, priority, metric)
);
COMMENT ON TABLE helpdesk.sla_version_target IS 'The targets of one version of a policy.';
COMMENT ON COLUMN helpdesk.sla_version_target.sla_policy_version_id IS 'Of which version.';
COMMENT ON COLUMN helpdesk.sla_version_target.priority IS 'For tickets of which priority.';
COMMENT ON COLUMN helpdesk.sla_version_target.metric IS 'For which metric.';
COMMENT ON COLUMN helpdesk.sla_version_target.target_minutes IS 'Business minutes; null: target_days says it.';
COMMENT ON COLUMN helpdesk.sla_version_target.target_days IS 'Business days; null: target_minutes says it.';

CREATE TABLE helpdesk.sla_pause (
    status text NOT NULL
        CONSTRAINT sla_pause_status_fkey REFERENCES helpdesk.status ON UPDATE CASCADE ON DELETE CASCADE,
    metric text NOT NULL CONSTRAINT sla_pause_metric_fkey REFERENCES helpdesk.sla_metric,
    CONSTRAINT sla_pause_pkey PRIMARY KEY (status, metric)
);
COMMENT ON TABLE helpdesk.sla_pause IS
    'Which metric does not count in which status. Applies from a ticket''s next change of status on.';
COMMENT ON COLUMN helpdesk.sla_pause.status IS 'Status in which the metric does not count.';
COMMENT ON COLUMN helpdesk.sla_pause.metric IS 'Metric that does not count in the status.';
CREATE INDEX sla_pause_metric_idx ON helpdesk.sla_pause (metric);
COMMENT ON INDEX helpdesk.sla_pause_metric_idx IS 'Foreign key to sla_metric.';

INSERT INTO helpdesk.sla_pause (status, metric) VALUES
    -- The customer has to act; but one who was never answered is still waiting for a first response.
    ('waiting_on_customer', 'next_response'),
    ('waiting_on_customer', 'resolution'),
    -- A third party has to act: the solution waits, an answer to the customer does not.
    ('on_hold', 'resolution'),
    -- Resolution ends here by itself; nobody waits for an answer any more, and a reopened ticket counts on.
    ('resolved', 'first_response'),
    ('resolved', 'next_response'),
    ('closed', 'first_response'),
    ('closed', 'next_response');

CREATE TABLE helpdesk.sla_change (
    sla_change_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sla_change_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    calendar_id bigint CONSTRAINT sla_change_calendar_fkey REFERENCES helpdesk.calendar,
    calendar_version_id bigint CONSTRAINT sla_change_calendar_version_fkey REFERENCES helpdesk.calendar_version,
    sla_policy_id bigint CONSTRAINT sla_change_policy_fkey REFERENCES helpdesk.sla_policy,
    sla_policy_version_id bigint CONSTRAINT sla_change_policy_version_fkey REFERENCES helpdesk.sla_policy_version,
    CONSTRAINT sla_change_is_of_one_thing CHECK (
        (calendar_id IS NULL) <> (sla_policy_id IS NULL)
        AND (calendar_id IS NULL) = (calendar_version_id IS NULL)
        AND (sla_policy_id IS NULL) = (sla_policy_version_id IS NULL)
    )
);
COMMENT ON TABLE helpdesk.sla_change IS
    'A calendar or policy got a new version while clocks ran: one row for all tickets, instead of an event for each.';
COMMENT ON COLUMN helpdesk.sla_change.sla_change_id IS 'Key; order by it is order of the edits.';
COMMENT ON COLUMN helpdesk.sla_change.at IS 'When the edit was made.';
COMMENT ON COLUMN helpdesk.sla_change.calendar_id IS 'Calendar that was edited; null: a policy was.';
COMMENT ON COLUMN helpdesk.sla_change.calendar_version_id IS 'Its new version.';
COMMENT ON COLUMN helpdesk.sla_change.sla_policy_id IS 'Policy that was edited; null: a calendar was.';
COMMENT ON COLUMN helpdesk.sla_change.sla_policy_version_id IS 'Its new version.';
COMMENT ON CONSTRAINT sla_change_is_of_one_thing ON helpdesk.sla_change IS
    'A change is one of a calendar or of a policy, and names its version.';
CREATE INDEX sla_change_calendar_idx ON helpdesk.sla_change (calendar_id, sla_change_id) WHERE calendar_id IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_change_calendar_idx IS 'Changes of a calendar since an event; foreign key.';
CREATE INDEX sla_change_calendar_version_idx ON helpdesk.sla_change (calendar_version_id)
    WHERE calendar_version_id IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_change_calendar_version_idx IS 'Foreign key to calendar_version.';
CREATE INDEX sla_change_policy_idx ON helpdesk.sla_change (sla_policy_id, sla_change_id)
    WHERE sla_policy_id IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_change_policy_idx IS 'Changes of a policy since an event; foreign key.';
CREATE INDEX sla_change_policy_version_idx ON helpdesk.sla_change (sla_policy_version_id)
    WHERE sla_policy_version_id IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_change_policy_version_idx IS 'Foreign key to sla_policy_version.';

CREATE TABLE helpdesk.sla_clock (
    ticket_id bigint NOT NULL CONSTRAINT sla_clock_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    metric text NOT NULL CONSTRAINT sla_clock_metric_fkey REFERENCES helpdesk.sla_metric,
    cycle int NOT NULL,
    mode text NOT NULL,
    state text GENERATED ALWAYS AS (
        CASE
            WHEN mode = 'run' THEN 'running'
            WHEN mode = 'pause' THEN 'paused'
            WHEN mode = 'withdraw' THEN 'withdrawn'
            WHEN breached_at IS NOT NULL THEN 'missed'
            WHEN mode = 'restart' THEN 'restarted'
            WHEN target_us IS NULL AND manual_due_at IS NULL THEN 'stopped'
            ELSE 'met'
        END
    ) STORED,
    sla_policy_version_id bigint CONSTRAINT sla_clock_policy_version_fkey REFERENCES helpdesk.sla_policy_version,
    calendar_version_id bigint CONSTRAINT sla_clock_calendar_version_fkey REFERENCES helpdesk.calendar_version,
    target_us bigint,
    target_days int,
    manual_due_at timestamptz,
    warn_percent int,
    warn_within_us bigint,
    is_recounted boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL,
    since_at timestamptz NOT NULL,
    used_us bigint NOT NULL DEFAULT 0,
    paused_us bigint NOT NULL DEFAULT 0,
    due_at timestamptz,
    warn_at timestamptz,
    warned_at timestamptz,
    breached_at timestamptz,
    is_breach_recorded boolean NOT NULL DEFAULT false,
    stopped_at timestamptz,
    next_check_at timestamptz GENERATED ALWAYS AS (
        CASE
            WHEN is_breach_recorded THEN NULL
            WHEN breached_at IS NOT NULL THEN breached_at
            WHEN stopped_at IS NOT NULL THEN NULL
            WHEN warned_at IS NULL THEN least(warn_at, due_at)
            ELSE due_at
        END
    ) STORED,
    CONSTRAINT sla_clock_pkey PRIMARY KEY (ticket_id, metric, cycle),
    CONSTRAINT sla_clock_mode_is_known CHECK (mode IN ('run', 'pause', 'stop', 'restart', 'withdraw')),
    CONSTRAINT sla_clock_stopped_has_stopped_at
        CHECK ((mode IN ('stop', 'restart', 'withdraw')) = (stopped_at IS NOT NULL)),
    CONSTRAINT sla_clock_recorded_breach_is_breach CHECK (breached_at IS NOT NULL OR NOT is_breach_recorded)
) WITH (fillfactor = 80);
COMMENT ON TABLE helpdesk.sla_clock IS
    'Cache of what the event log says of each promise, one row a ticket, metric and cycle; rules: '
    'db/functions/sla/replay/recompute_sla.sql.';
COMMENT ON COLUMN helpdesk.sla_clock.ticket_id IS 'Of which ticket.';
COMMENT ON COLUMN helpdesk.sla_clock.metric IS 'What is promised.';
COMMENT ON COLUMN helpdesk.sla_clock.cycle IS
    'Counts the promises of one metric on a ticket from 1: each reopening or new question begins another.';
COMMENT ON COLUMN helpdesk.sla_clock.mode IS
    'restart: ended by the next cycle of the metric, which began in its place; withdraw: ended by tidying, see state.';
COMMENT ON COLUMN helpdesk.sla_clock.state IS
'What has become of the promise. Passing the due instant is a stamp beside it, breached_at, and no state of its own.
running: The time counts.
paused: The status, a snooze or the ticket''s deletion lets no time count.
met: The metric was reached in time.
missed: The due instant had passed when the cycle ended.
stopped: The metric was reached; nothing had been promised.
restarted: The next cycle began in its place before the metric was reached.
withdrawn: Merging or marking as spam took it away, or undoing a merge its question: neither met nor missed.
-> running, paused: tg_event__update_sla_clocks, with the event that begins a cycle
running -> paused: tg_event__update_sla_clocks
paused -> running: tg_event__update_sla_clocks
running, paused -> met, missed, stopped: tg_event__update_sla_clocks, with the event that reaches the metric
running, paused -> restarted, missed: tg_event__update_sla_clocks, by sla.on_priority_change = new_start or a merge
running, paused -> withdrawn: tg_event__update_sla_clocks, by a merge, its undoing, or as spam
withdrawn -> running, paused: tg_event__update_sla_clocks, when that is undone
met, missed, stopped -> running, paused: tg_event__update_sla_clocks, by sla.on_reopen = continue or an undone merge';
COMMENT ON COLUMN helpdesk.sla_clock.sla_policy_version_id IS
    'Version of the policy that it was promised by; null: by none.';
COMMENT ON COLUMN helpdesk.sla_clock.calendar_version_id IS 'NULL: every instant counts.';
COMMENT ON COLUMN helpdesk.sla_clock.target_us IS
    'Microseconds of business time; NULL: nothing is promised, time is only measured.';
COMMENT ON COLUMN helpdesk.sla_clock.target_days IS
    'The promise in business days, where it was one of such; target_us is what it means from started_at on.';
COMMENT ON COLUMN helpdesk.sla_clock.manual_due_at IS
    'Due date set by hand on the ticket, which counts in place of the target (resolution only); null: none.';
COMMENT ON COLUMN helpdesk.sla_clock.warn_percent IS 'Setting sla.warn_percent as it was.';
COMMENT ON COLUMN helpdesk.sla_clock.warn_within_us IS
    'Setting sla.warn_within_minutes as it was, in microseconds; null: by share.';
COMMENT ON COLUMN helpdesk.sla_clock.is_recounted IS
    'A changed calendar counts for the whole cycle: setting sla.on_calendar_change as it was.';
COMMENT ON COLUMN helpdesk.sla_clock.started_at IS 'When the cycle began.';
COMMENT ON COLUMN helpdesk.sla_clock.since_at IS 'used_us and paused_us are counted up to here.';
COMMENT ON COLUMN helpdesk.sla_clock.used_us IS 'Microseconds of business time used up to since_at.';
COMMENT ON COLUMN helpdesk.sla_clock.paused_us IS 'Microseconds of business time that passed in pauses up to since_at.';
COMMENT ON COLUMN helpdesk.sla_clock.due_at IS
    'Null while paused, unless the target has been used up or a due date was set by hand.';
COMMENT ON COLUMN helpdesk.sla_clock.warn_at IS
    'When a warning is due; null: never, or not while it stands as it does.';
COMMENT ON COLUMN helpdesk.sla_clock.warned_at IS 'When the warning was recorded; null: it was not.';
COMMENT ON COLUMN helpdesk.sla_clock.breached_at IS 'The due instant that passed; once, whatever is changed later.';
COMMENT ON COLUMN helpdesk.sla_clock.is_breach_recorded IS 'Event sla_breached exists.';
COMMENT ON COLUMN helpdesk.sla_clock.stopped_at IS 'When the cycle ended; null: it has not.';
COMMENT ON COLUMN helpdesk.sla_clock.next_check_at IS
    'When check_sla has to look at it next; null: never again as it stands.';
COMMENT ON CONSTRAINT sla_clock_mode_is_known ON helpdesk.sla_clock IS
    'mode is run, pause, stop, restart or withdraw.';
COMMENT ON CONSTRAINT sla_clock_stopped_has_stopped_at ON helpdesk.sla_clock IS
    'A clock that stands, and no other, has stopped_at.';
COMMENT ON CONSTRAINT sla_clock_recorded_breach_is_breach ON helpdesk.sla_clock IS
    'A breach that is recorded has happened.';
CREATE INDEX sla_clock_check_idx ON helpdesk.sla_clock (next_check_at) WHERE next_check_at IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_clock_check_idx IS
    'check_sla: what is due to be warned of or recorded, so that a sweep touches due rows only.';
CREATE INDEX sla_clock_due_idx ON helpdesk.sla_clock (due_at, ticket_id) WHERE stopped_at IS NULL;
COMMENT ON INDEX helpdesk.sla_clock_due_idx IS 'The queue by what is due next; quick filter SLA breaching.';
CREATE INDEX sla_clock_metric_idx ON helpdesk.sla_clock (metric, started_at);
COMMENT ON INDEX helpdesk.sla_clock_metric_idx IS 'One metric over a period, in reports; foreign key.';
CREATE INDEX sla_clock_at_risk_idx ON helpdesk.sla_clock (ticket_id)
    WHERE stopped_at IS NULL AND (breached_at IS NOT NULL OR warned_at IS NOT NULL);
COMMENT ON INDEX helpdesk.sla_clock_at_risk_idx IS 'Condition sla.is_at_risk: quick filter SLA breaching.';
CREATE INDEX sla_clock_breached_idx ON helpdesk.sla_clock (ticket_id) WHERE breached_at IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_clock_breached_idx IS 'Condition sla.is_breached.';

CREATE TYPE helpdesk.sla_terms AS (
    sla_policy_version_id bigint,
    calendar_version_id bigint,
    target_us bigint,
    target_days int,
    manual_due_at timestamptz,
    warn_percent int,
    warn_within_us bigint,
    is_continued boolean,
    is_recounted boolean
);
COMMENT ON TYPE helpdesk.sla_terms IS
    'What a clock is counted by from an instant on: its columns of these names. is_continued: a stopped or withdrawn '
    'clock goes on in its cycle.';

-- Seeds; their first versions are made after the functions exist (db/schema/after).
INSERT INTO helpdesk.calendar (name, description, is_default) VALUES
    ('Business hours', '09:00 to 17:00 UTC, Monday to Friday.', true),
    ('Around the clock', 'Every minute of the year.', false);
INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes)
SELECT c.calendar_id, d.weekday, '09:00'::time, '17:00'::time
FROM helpdesk.calendar AS c
CROSS JOIN generate_series(1, 5) AS d(weekday)
WHERE c.name = 'Business hours'
UNION ALL
SELECT c.calendar_id, d.weekday, '00:00', '24:00'
FROM helpdesk.calendar AS c
CROSS JOIN generate_series(1, 7) AS d(weekday)
WHERE c.name = 'Around the clock';

INSERT INTO helpdesk.sla_policy (name, description, position, is_default) VALUES
    ('Standard', 'What every ticket is promised.', 1000, true);
INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes)
SELECT p.sla_policy_id, t.priority, m.metric, m.target_minutes
FROM helpdesk.sla_policy AS p
CROSS JOIN (VALUES
    ('low', 1440, 2880, 10080),
    ('medium', 480, 1440, 4320),
    ('high', 240, 480, 1440),
    ('urgent', 60, 120, 480),
    ('critical', 15, 30, 240)
) AS t(priority, first_response, next_response, resolution)
CROSS JOIN LATERAL (VALUES
    ('first_response', t.first_response), ('next_response', t.next_response), ('resolution', t.resolution)
) AS m(metric, target_minutes);

ALTER TABLE helpdesk.calendar ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.calendar_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.holiday ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.calendar_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.calendar_span ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_metric ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_policy_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_version_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_pause ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.sla_clock ENABLE ROW LEVEL SECURITY;

CREATE TABLE helpdesk.sla_unshown (
    ticket_id bigint CONSTRAINT sla_unshown_pkey PRIMARY KEY
        CONSTRAINT sla_unshown_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE
);
COMMENT ON TABLE helpdesk.sla_unshown IS
    'Tickets that somebody held while their clocks moved: check_sla has yet to copy next_due_at and sla_state to them.';
COMMENT ON COLUMN helpdesk.sla_unshown.ticket_id IS 'Which ticket.';

ALTER TABLE helpdesk.sla_unshown ENABLE ROW LEVEL SECURITY;
