CREATE OR REPLACE FUNCTION helpdesk.requeue_inbound_mail() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH pending AS (
        UPDATE helpdesk.inbound_mail AS m
        SET queued_at = helpdesk.clock()
        WHERE m.inbound_mail_id IN (
            SELECT p.inbound_mail_id
            FROM helpdesk.inbound_mail AS p
            WHERE p.state = 'received'
                AND coalesce(p.queued_at, p.received_at) < helpdesk.clock() - interval '10 minutes'
            ORDER BY p.inbound_mail_id
            LIMIT 1000
            FOR UPDATE SKIP LOCKED
        )
        RETURNING m.inbound_mail_id
    )
    SELECT count(helpdesk.enqueue('process_inbound_mail', jsonb_build_array(p.inbound_mail_id))) FROM pending AS p;
END;

COMMENT ON FUNCTION helpdesk.requeue_inbound_mail IS
'Queues stored mails again that nobody has decided about for ten minutes; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.requeue_inbound_mail TO worker;
