CREATE OR REPLACE FUNCTION helpdesk.begin_delivery(
    p_webhook_id bigint,
    p_holder uuid,
    OUT delivery_id uuid,
    OUT url text,
    OUT body text,
    OUT secrets jsonb,
    OUT request_id text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_webhook helpdesk.webhook;
    v_delivery helpdesk.webhook_delivery;
BEGIN
    INSERT INTO helpdesk.webhook_turn AS t (webhook_id, holder, ends_at)
    SELECT w.webhook_id, p_holder, helpdesk.clock() + interval '60 seconds'
    FROM helpdesk.webhook AS w
    WHERE w.webhook_id = p_webhook_id
    ON CONFLICT (webhook_id) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
    WHERE t.ends_at <= helpdesk.clock() OR t.holder = excluded.holder;
    IF NOT FOUND THEN
        -- Who holds the turn looks again, after what it is doing: it sees all that this one was called for.
        RETURN;
    END IF;

    SELECT * INTO v_webhook FROM helpdesk.webhook AS w WHERE w.webhook_id = p_webhook_id;
    SELECT d.* INTO v_delivery
    FROM helpdesk.webhook_delivery AS d
    WHERE d.webhook_id = p_webhook_id
        AND d.state = 'queued'
        AND d.next_at <= helpdesk.clock()
        AND (
            d.kind = 'test'
            OR v_webhook.is_active AND coalesce(v_webhook.rests_until <= helpdesk.clock(), true)
        )
        -- What is to be tried again holds up what came later of its ticket, and nothing else.
        AND NOT EXISTS (
            SELECT 1
            FROM helpdesk.webhook_delivery AS b
            WHERE b.webhook_id = d.webhook_id
                AND b.ticket_id = d.ticket_id
                AND b.sequence < d.sequence
                AND b.state = 'queued'
        )
    ORDER BY d.next_at, d.sequence
    LIMIT 1
    FOR UPDATE;
    IF NOT FOUND THEN
        DELETE FROM helpdesk.webhook_turn AS t WHERE t.webhook_id = p_webhook_id AND t.holder = p_holder;
        RETURN;
    END IF;

    UPDATE helpdesk.webhook_delivery AS d
    SET attempts = d.attempts + 1
    WHERE d.delivery_id = v_delivery.delivery_id;
    begin_delivery.delivery_id := v_delivery.delivery_id;
    begin_delivery.url := v_webhook.url;
    begin_delivery.request_id := v_delivery.request_id;
    begin_delivery.body := helpdesk.write_delivery(v_delivery);
    begin_delivery.secrets := (
        SELECT jsonb_object_agg(s.webhook_secret_id, encode(s.secret, 'hex'))
        FROM helpdesk.webhook_secret AS s
        WHERE s.webhook_id = p_webhook_id AND NOT s.is_inbound AND coalesce(s.ends_at > helpdesk.clock(), true)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_delivery IS
'Takes or keeps the turn at a webhook, counts an attempt at what is to be told next and returns it: body is what is '
'signed and sent, secrets are sealed, in hexadecimal, by their keys. All NULL: another holds the turn, or there is '
'nothing to do now, and the turn is given back. A webhook gets one delivery at a time, those of a ticket in order, '
'none but tests while it is switched off or rests.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_delivery TO worker;
