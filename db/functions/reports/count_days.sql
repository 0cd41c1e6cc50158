CREATE OR REPLACE FUNCTION helpdesk.count_days(p_limit int DEFAULT 30) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_server bigint := (SELECT c.system_identifier FROM pg_control_system() AS c);
    v_until helpdesk.counted_until;
    v_last bigint;
    v_now pg_snapshot;
    v_days date[];
BEGIN
    PERFORM helpdesk.lock_job('count_days');
    SELECT * INTO v_until FROM helpdesk.counted_until;
    -- In this order: who begins after the snapshot takes an event_id above the last.
    v_last := (SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END FROM helpdesk.event_event_id_seq AS s);
    v_now := pg_current_snapshot();
    IF NOT EXISTS (SELECT pg_snapshot_xip(v_now)) THEN
        v_until.event_id := v_last;
    ELSIF v_until.next_xid <= pg_snapshot_xmin(v_now) OR v_until.system_identifier <> v_server THEN
        v_until.event_id := v_until.next_event_id;
    END IF;
    DELETE FROM helpdesk.counted_day AS c USING helpdesk.list_changed_days() AS d(day) WHERE c.day = d.day;
    UPDATE helpdesk.counted_until AS u
    SET event_id = v_until.event_id,
        next_event_id = v_last,
        next_xid = pg_snapshot_xmax(v_now),
        system_identifier = v_server;
    IF v_until.event_id = 0 THEN
        RETURN 0;
    END IF;
    v_days := ARRAY(
        SELECT d.day
        FROM helpdesk.event_day AS d
        WHERE d.day < (helpdesk.clock() AT TIME ZONE 'UTC')::date
            AND NOT EXISTS (SELECT FROM helpdesk.counted_day AS c WHERE c.day = d.day)
        ORDER BY d.day DESC
        LIMIT p_limit
    );
    DELETE FROM helpdesk.activity_day AS a WHERE a.day = ANY (v_days);
    INSERT INTO helpdesk.activity_day SELECT c.* FROM helpdesk.activity_count AS c WHERE c.day = ANY (v_days);
    DELETE FROM helpdesk.agent_day AS a WHERE a.day = ANY (v_days);
    INSERT INTO helpdesk.agent_day SELECT c.* FROM helpdesk.agent_count AS c WHERE c.day = ANY (v_days);
    DELETE FROM helpdesk.status_day AS s WHERE s.day = ANY (v_days);
    INSERT INTO helpdesk.status_day SELECT c.* FROM helpdesk.status_count AS c WHERE c.day = ANY (v_days);
    DELETE FROM helpdesk.assignment_day AS a WHERE a.day = ANY (v_days);
    INSERT INTO helpdesk.assignment_day SELECT c.* FROM helpdesk.assignment_count AS c WHERE c.day = ANY (v_days);
    INSERT INTO helpdesk.counted_day SELECT unnest(v_days);
    RETURN helpdesk.job_has_more(cardinality(v_days), p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.count_days IS
'Counts up to p_limit days anew that counted_day does not have, or that something has changed since, newest first, '
'save today; returns how many. The second of two at once waits.';
GRANT EXECUTE ON FUNCTION helpdesk.count_days TO worker;
