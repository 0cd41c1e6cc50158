CREATE FUNCTION api.trust_sender(inbound_mail_id bigint) RETURNS api.trusted_senders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_mail helpdesk.inbound_mail;
    v_sender text;
    v_result api.trusted_senders;
BEGIN
    PERFORM helpdesk.require('mail.replay');
    SELECT * INTO v_mail FROM helpdesk.inbound_mail AS m WHERE m.inbound_mail_id = trust_sender.inbound_mail_id;
    IF v_mail.inbound_mail_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('inbound mail %s not found', coalesce(trust_sender.inbound_mail_id::text, 'null'))
        );
    END IF;
    v_sender := coalesce(v_mail.author_address, v_mail.from_address);
    IF v_sender IS NULL
        OR helpdesk.is_desk_address(v_sender)
        OR helpdesk.is_program_address(v_sender)
        OR (helpdesk.find_person(v_sender)).role <> 'customer' THEN
        PERFORM helpdesk.refuse(
            'PD132', format('%s cannot be trusted by address', coalesce(v_sender, 'a mail without sender'))
        );
    END IF;
    INSERT INTO helpdesk.trusted_sender (sender, trusted_by)
    VALUES (v_sender, helpdesk.me())
    ON CONFLICT (sender) DO NOTHING;
    DELETE FROM helpdesk.blocked_sender AS b WHERE b.sender = v_sender AND helpdesk.can('tickets.spam');
    -- What waits of that sender is judged again, the newest first.
    PERFORM helpdesk.take_in_again(m.inbound_mail_id, false)
    FROM (
        SELECT q.inbound_mail_id
        FROM helpdesk.inbound_mail AS q
        WHERE q.from_address = v_mail.from_address
            AND q.received_at > helpdesk.clock() - interval '30 days'
            AND q.author_address IS NOT DISTINCT FROM v_mail.author_address
            AND q.state = 'quarantined'
            AND q.message_id IS NULL
        ORDER BY q.received_at DESC
        LIMIT 100
        FOR UPDATE SKIP LOCKED
    ) AS m;
    SELECT * INTO v_result FROM api.trusted_senders AS t WHERE t.sender = v_sender;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.trust_sender IS
$$Trust the sender of a mail from now on

What is quarantined of that address, up to 100 mails of the last 30 days, is judged again within seconds; to let in a
mail whatever is said against it, see rpc/replay_inbound_mail with as_wanted. An address of staff, of the desk, or of
a program is refused: it is too easily written into a mail. Raises PD001, PD002, PD132.$$;
GRANT EXECUTE ON FUNCTION api.trust_sender TO admin;
