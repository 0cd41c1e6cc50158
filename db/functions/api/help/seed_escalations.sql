CREATE FUNCTION api.seed_escalations(
    staff_id text DEFAULT NULL,
    is_addressed boolean DEFAULT NULL,
    max_rows int DEFAULT 100,
    skip_rows int DEFAULT 0
) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_me bigint := helpdesk.me();
BEGIN
    IF seed_escalations.staff_id !~ '^[0-9]{1,18}$' THEN
        PERFORM helpdesk.refuse('PD006', 'staffId is a string of digits', NULL, 'Give staffId as the API returns it.');
    END IF;
    IF v_me IS NULL OR helpdesk.actor_role() <> 'admin' AND seed_escalations.staff_id::bigint <> v_me THEN
        PERFORM helpdesk.refuse(
            'PD002', 'staffId must be the caller', NULL, 'Only administrators read what others were asked.'
        );
    END IF;
    RETURN json_build_object('escalations', (
        SELECT coalesce(json_agg(json_build_object(
            'mentionId', p.mention_id::text,
            'ticketId', p.ticket_id::text,
            'ticketNumber', p.reference,
            'requestedBy', p.mentioned_by::text,
            'requestedByName', helpdesk.person_name(p.mentioned_by),
            'message', p.body,
            'isRead', p.read_at IS NOT NULL,
            'createdAt', p.created_at
        ) ORDER BY p.mention_id DESC), '[]')
        FROM (
            SELECT m.*, t.reference, g.body
            FROM helpdesk.mention AS m
            JOIN helpdesk.ticket AS t USING (ticket_id)
            JOIN helpdesk.message AS g USING (message_id)
            WHERE m.mentioned_id = coalesce(seed_escalations.staff_id::bigint, v_me)
                AND m.is_escalation
                AND t.deleted_at IS NULL
                AND (seed_escalations.is_addressed IS NULL
                    OR (m.addressed_at IS NOT NULL) = seed_escalations.is_addressed)
            ORDER BY m.mention_id DESC
            LIMIT least(greatest(seed_escalations.max_rows, 0), 1000)
            OFFSET greatest(seed_escalations.skip_rows, 0)
        ) AS p
    ));
END
$$;

COMMENT ON FUNCTION api.seed_escalations IS
$$Requests for help, in the shape of GET /api/mentions/escalations

Those sent to staff_id, newest first, 100 unless max_rows (at most 1,000) says otherwise; is_addressed: only those that
are addressed, or are not. staff_id must be the caller (the default), administrators excepted. Raises PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.seed_escalations TO agent, admin;
