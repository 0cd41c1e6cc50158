CREATE FUNCTION api.open_live(after text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_claims jsonb := helpdesk.claims();
    v_position pg_snapshot := pg_current_snapshot();
    v_after pg_snapshot;
    v_begun_at timestamptz;
    v_is_resumed boolean := true;
BEGIN
    IF NOT helpdesk.setting_bool('enable_real_time') THEN
        PERFORM helpdesk.refuse('PD012', 'setting enable_real_time forbids live streams');
    END IF;
    IF open_live.after <> '' THEN
        BEGIN
            v_after := left(open_live.after, 10000);
        EXCEPTION WHEN data_exception THEN
            PERFORM helpdesk.refuse('PD165', 'after is no place in the stream');
        END;
        SELECT e.at INTO v_begun_at
        FROM helpdesk.event AS e
        WHERE e.xid >= pg_snapshot_xmin(v_after)
        ORDER BY e.xid
        LIMIT 1;
        v_is_resumed := pg_snapshot_xmax(v_after) <= pg_snapshot_xmax(v_position)
            AND (v_begun_at < helpdesk.clock() - interval '1 day') IS NOT TRUE;
    END IF;
    RETURN jsonb_build_object(
        'position', CASE WHEN v_is_resumed THEN coalesce(v_after, v_position) ELSE v_position END,
        'is_resumed', v_is_resumed,
        'unread', (
            SELECT count(*)
            FROM helpdesk.notification AS n
            WHERE n.person_id = helpdesk.me() AND n.is_in_app AND n.read_at IS NULL
        ),
        'watcher', jsonb_build_object(
            'role', helpdesk.actor_role(),
            'person_id', helpdesk.me(),
            'session_id', v_claims -> 'pgdesk_session',
            'impersonator_id', v_claims -> 'pgdesk_impersonator',
            'token_hash', helpdesk.hash_api_token(v_claims ->> 'pgdesk_token'),
            'guest_link_id', v_claims -> 'pgdesk_guest_link'
        )
    );
END
$$;

COMMENT ON FUNCTION api.open_live IS
$$Where the live stream begins for the caller

GET /live asks it. {"position", "is_resumed", "unread": unread notifications, "watcher": who the caller is}. after: the
position from which to go on; is_resumed is false where that is more than a day ago, or of another database. Raises
PD012, PD165.$$;
GRANT EXECUTE ON FUNCTION api.open_live TO customer, agent, admin;
