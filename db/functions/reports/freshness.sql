CREATE OR REPLACE VIEW reports.freshness AS
SELECT
    s.is_standby,
    NOT s.is_standby OR EXISTS (SELECT FROM pg_stat_wal_receiver) AS is_connected,
    s.fresh_at,
    greatest(extract(epoch FROM helpdesk.clock() - s.fresh_at), 0)::double precision AS lag_seconds
FROM (
    SELECT
        pg_is_in_recovery() AS is_standby,
        CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE helpdesk.clock() END AS fresh_at
) AS s;

COMMENT ON VIEW reports.freshness IS
'One row: how old what this server shows is. A standby tells the commit that it replayed last; the clock commits each '
'minute, so more than a minute or two is a lag.';
COMMENT ON COLUMN reports.freshness.is_standby IS 'Whether this server follows another.';
COMMENT ON COLUMN reports.freshness.is_connected IS
'Whether a standby receives from its primary now; true where this is no standby.';
COMMENT ON COLUMN reports.freshness.fresh_at IS
'When what was replayed last was committed; empty: nothing yet since the standby began. Now where this is no standby.';
COMMENT ON COLUMN reports.freshness.lag_seconds IS 'Seconds since fresh_at.';
GRANT SELECT ON reports.freshness TO reporter;
