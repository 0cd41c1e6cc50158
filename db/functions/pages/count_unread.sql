CREATE OR REPLACE FUNCTION helpdesk.count_unread() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
BEGIN
    RETURN jsonb_build_object(
        'notifications', (
            SELECT count(*)
            FROM (
                SELECT
                FROM helpdesk.notification AS n
                WHERE n.person_id = v_me AND n.read_at IS NULL AND n.is_in_app
                LIMIT 1000
            ) AS found
        ),
        'mentions', (
            SELECT count(*)
            FROM (
                SELECT
                FROM helpdesk.mention AS m
                JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE m.mentioned_id = v_me AND m.read_at IS NULL AND t.deleted_at IS NULL
                LIMIT 1000
            ) AS found
        ),
        'requests', (
            SELECT count(*)
            FROM (
                SELECT
                FROM helpdesk.mention AS m
                JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE m.mentioned_id = v_me AND m.escalation_id IS NOT NULL AND m.addressed_at IS NULL
                    AND t.deleted_at IS NULL
                LIMIT 1000
            ) AS found
        ),
        'approvals', (
            SELECT count(*)
            FROM (
                SELECT FROM helpdesk.approval_vote AS v WHERE v.person_id = v_me AND v.state = 'pending' LIMIT 1000
            ) AS found
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.count_unread IS
'{"notifications", "mentions", "requests", "approvals"} of the caller, up to 1000 each; as many as the views would '
'show.';
