CREATE OR REPLACE FUNCTION helpdesk.tell_of_left_mail() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_told bigint;
    v_quarantined bigint;
    v_last text;
BEGIN
    WITH told AS (
        UPDATE helpdesk.inbound_mail AS m
        SET told_at = helpdesk.clock()
        WHERE m.told_at IS NULL AND m.state IN ('automatic', 'quarantined') AND (
            m.state = 'quarantined'
            -- That a mail arrived, or is late, needs nobody.
            OR m.state = 'automatic' AND m.ticket_id IS NULL AND m.automatic_kind NOT IN ('receipt', 'delay')
        )
        RETURNING m.inbound_mail_id, m.state, m.subject, m.from_address, m.reason
    )
    SELECT
        count(*),
        count(*) FILTER (WHERE t.state = 'quarantined'),
        (array_agg(
            format(
                '%s from %s: %s',
                coalesce(nullif(t.subject, ''), '(no subject)'), coalesce(t.from_address, 'nobody'), t.reason
            )
            ORDER BY t.state DESC, t.inbound_mail_id DESC
        ))[1]
    INTO v_told, v_quarantined, v_last
    FROM told AS t;
    IF v_told > 0 THEN
        PERFORM helpdesk.tell_mail_keepers(
            format('%s mails opened no ticket, %s of them quarantined', v_told, v_quarantined),
            'See /rest/inbound_mail?state=in.(quarantined,automatic)&ticket_id=is.null. ' || v_last
        );
    END IF;
    RETURN v_told;
END
$$;

COMMENT ON FUNCTION helpdesk.tell_of_left_mail IS
'Tells those who may take mail in again how many mails opened no ticket and reached none since it was last told; '
'returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.tell_of_left_mail TO worker;
