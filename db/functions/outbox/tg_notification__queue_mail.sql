-- A trigger, so that whoever is told is mailed, by whatever way; of the statement, so that a sweep's thousand are at
-- once.
CREATE OR REPLACE FUNCTION helpdesk.tg_notification__queue_mail() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_undo interval;
BEGIN
    IF NOT helpdesk.setting_bool('mail_enabled') THEN
        RETURN NULL;
    END IF;
    v_undo := make_interval(secs => helpdesk.setting_int('undo_send_seconds'));
    INSERT INTO helpdesk.outgoing_mail (
        kind, is_urgent, person_id, address, ticket_id, message_id, side_conversation_id, event_id, data, language,
        not_before
    )
    SELECT
        k.kind, k.is_urgent, p.person_id, a.address, i.ticket_id, e.message_id,
        -- An answer to it must not reach the customer.
        (e.payload ->> 'side_conversation_id')::bigint, i.event_id,
        CASE
            WHEN k.kind IN ('notice', 'followed') THEN jsonb_build_object(
                'notice', jsonb_build_object('title', i.title, 'body', coalesce(i.body, ''))
            )
            WHEN k.kind = 'approval' THEN jsonb_build_object(
                'notice', jsonb_build_object('title', i.title, 'body', coalesce(i.body, '')),
                'approval_id', e.payload -> 'approval_id'
            )
            ELSE '{}'
        END,
        p.language,
        helpdesk.clock() + CASE WHEN e.kind = 'reply_created' AND e.actor_role <> 'customer' THEN v_undo ELSE '0' END
    FROM inserted AS i
    LEFT JOIN helpdesk.event AS e ON e.event_id = i.event_id
    CROSS JOIN LATERAL (SELECT * FROM helpdesk.person AS p WHERE p.person_id = i.person_id OFFSET 0) AS p
    CROSS JOIN LATERAL (SELECT coalesce(p.email, p.claimed_email) AS address) AS a
    LEFT JOIN helpdesk.ticket AS t ON t.ticket_id = i.ticket_id
    JOIN helpdesk.outgoing_mail_kind AS k ON k.kind = CASE
        WHEN e.kind IN ('approval_requested', 'approval_delegated', 'approval_reminded') THEN 'approval'
        WHEN p.role <> 'customer' AND (
            t.assignee_id = p.person_id
            OR e.payload -> 'person_ids' @> to_jsonb(p.person_id)
            OR e.payload -> 'to' = to_jsonb(p.person_id)
        ) OR e.kind IS NULL THEN 'notice'
        WHEN p.role <> 'customer' THEN 'followed'
        WHEN e.kind = 'reply_created' THEN 'reply'
        WHEN e.kind = 'automatic_reply' THEN 'rule_reply'
        ELSE 'notice'
    END
    WHERE i.mail_state = 'due' AND a.address IS NOT NULL
    ON CONFLICT (event_id, address) WHERE event_id IS NOT NULL DO NOTHING;
    IF FOUND THEN
        PERFORM helpdesk.wake_mail(v_undo);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_notification__queue_mail IS
'Mails whom a notice is due by mail, if setting mail_enabled says so: customers get the reply itself, others are told '
'of it, who only follows the ticket by a kind of mail that one can end. A reply of staff waits for undo_send_seconds.';
