CREATE OR REPLACE FUNCTION helpdesk.judge_addresses(p_bounce_ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_told record;
BEGIN
    FOR v_told IN
        WITH complained AS (
            SELECT b.mailed_address AS email, max(b.ticket_id) AS ticket_id
            FROM helpdesk.bounce AS b
            WHERE b.bounce_id = ANY (p_bounce_ids) AND b.action = 'complained' AND b.mailed_address IS NOT NULL
            GROUP BY b.mailed_address
        ),
        noted AS (
            INSERT INTO helpdesk.mail_address AS a (email, complained_at)
            SELECT c.email, helpdesk.clock() FROM complained AS c ORDER BY c.email
            ON CONFLICT (email) DO UPDATE SET complained_at = EXCLUDED.complained_at
            RETURNING a.email
        )
        SELECT n.email, c.ticket_id FROM noted AS n JOIN complained AS c USING (email)
    LOOP
        PERFORM helpdesk.tell_of_address(
            'mail_complained', v_told.ticket_id,
            format('Nothing in bulk is sent to %s any more: a mail was called spam there', v_told.email),
            'Take it back with rpc/keep_address; see /rest/mail_addresses?complained_at=not.is.null.'
        );
    END LOOP;

    FOR v_told IN
        WITH failed AS (
            SELECT b.mailed_address AS email, max(b.ticket_id) AS ticket_id
            FROM helpdesk.bounce AS b
            WHERE b.bounce_id = ANY (p_bounce_ids) AND b.is_hard AND b.mailed_address IS NOT NULL
            GROUP BY b.mailed_address
        ),
        counted AS (
            SELECT f.email, f.ticket_id, (
                SELECT count(DISTINCT b.original_message_id)
                FROM helpdesk.bounce AS b
                WHERE b.mailed_address = f.email
                    AND b.is_hard
                    AND b.created_at > helpdesk.clock()
                        - make_interval(days => helpdesk.setting_int('bounce_window_days'))
                    AND b.created_at > coalesce(a.decided_at, b.created_at - interval '1 second')
            ) AS failures
            FROM failed AS f
            LEFT JOIN helpdesk.mail_address AS a USING (email)
        ),
        asked AS (
            INSERT INTO helpdesk.mail_address AS a (email, state, asked_at)
            SELECT c.email, 'asked', helpdesk.clock()
            FROM counted AS c
            WHERE c.failures >= helpdesk.setting_int('bounce_limit')
            ORDER BY c.email
            ON CONFLICT (email) DO UPDATE SET state = 'asked', asked_at = EXCLUDED.asked_at
            WHERE a.state = 'sent'
            RETURNING a.email
        )
        SELECT s.email, c.ticket_id, c.failures FROM asked AS s JOIN counted AS c USING (email)
    LOOP
        IF v_told.ticket_id IS NOT NULL THEN
            PERFORM helpdesk.record_event(
                v_told.ticket_id, 'address_failing',
                jsonb_build_object('address', v_told.email, 'failures', v_told.failures)
            );
        END IF;
        PERFORM helpdesk.tell_of_address(
            'address_failing', v_told.ticket_id,
            format('Nothing is sent to %s any more: %s mails failed', v_told.email, v_told.failures),
            'Decide with rpc/keep_address or rpc/stop_address; see /rest/mail_addresses?state=eq.asked.'
        );
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.judge_addresses IS
'What follows for the addresses of these reports: after so many hard failures of as many mails (setting bounce_limit, '
'within bounce_window_days) nothing is sent until somebody decides; after a complaint nothing in bulk.';
