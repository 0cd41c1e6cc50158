-- A year of hours. active: minutes of work that an hour is worth, so that people answer by day and on weekdays;
-- tickets: how many arrive, growing over the year, with a few days of outage.
CREATE TEMP TABLE demo_hour ON COMMIT DROP AS
WITH hour AS (
    SELECT
        h.n,
        r.ends_at - (8784 - h.n) * interval '1 hour' AS starts_at,
        h.n / 24 AS day
    FROM demo_run AS r
    CROSS JOIN generate_series(0, 8783) AS h(n)
),
weighted AS (
    SELECT
        h.*,
        h.day IN (47, 133, 134, 251, 318) AS is_outage,
        60 * CASE
            WHEN extract(isodow FROM h.starts_at AT TIME ZONE 'UTC') >= 6 THEN 0.08
            WHEN to_char(h.starts_at AT TIME ZONE 'UTC', 'MM-DD') IN ('12-25', '12-26', '01-01', '05-01') THEN 0.08
            ELSE (ARRAY[
                0.04, 0.03, 0.03, 0.03, 0.04, 0.08, 0.2, 0.5, 0.9, 1, 1, 0.95,
                0.8, 0.9, 1, 1, 0.95, 0.8, 0.5, 0.35, 0.25, 0.15, 0.1, 0.06
            ])[1 + extract(hour FROM h.starts_at AT TIME ZONE 'UTC')::int]
        END AS active
    FROM hour AS h
),
summed AS (
    SELECT
        w.*,
        sum(w.active) OVER (ORDER BY w.n) - w.active AS active_before,
        sum(
            w.active * (0.7 + 0.6 * w.day / 366) * (0.8 + 0.4 * pg_temp.roll(w.day, 2)) * CASE
                WHEN w.is_outage THEN 2.2
                ELSE 1
            END
        ) OVER (ORDER BY w.n) AS arrived
    FROM weighted AS w
)
SELECT
    s.n,
    s.starts_at,
    s.is_outage,
    s.active::double precision AS active,
    s.active_before::double precision AS active_before,
    floor(
        coalesce(lag(s.arrived) OVER (ORDER BY s.n), 0) / max(s.arrived) OVER () * r.tickets
    )::bigint + 1 AS first_ticket_id,
    floor(s.arrived / max(s.arrived) OVER () * r.tickets)::bigint AS last_ticket_id
FROM summed AS s
CROSS JOIN demo_run AS r;
CREATE INDEX ON demo_hour (last_ticket_id);
ANALYZE demo_hour;
