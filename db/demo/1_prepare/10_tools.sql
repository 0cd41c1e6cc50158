-- Pseudo-random numbers from an id and a salt: the same data each time, whatever the batches.
CREATE FUNCTION pg_temp.roll(p_id bigint, p_salt int) RETURNS double precision
LANGUAGE sql IMMUTABLE
RETURN (hashint8extended(p_id, p_salt) & 9007199254740991) / 9007199254740992::double precision;

-- Log-uniform: most values near the low end, some far out.
CREATE FUNCTION pg_temp.spread(p_low double precision, p_high double precision, p_roll double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE
RETURN p_low * power(p_high / p_low, p_roll);

CREATE TEMP TABLE demo_run ON COMMIT DROP AS
SELECT
    current_setting('demo.tickets')::bigint AS tickets,
    date_trunc(
        'minute', coalesce(nullif(current_setting('demo.ends_at'), '')::timestamptz, helpdesk.clock())
    ) AS ends_at;
ANALYZE demo_run;
