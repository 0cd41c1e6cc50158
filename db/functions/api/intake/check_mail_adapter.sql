CREATE FUNCTION api.check_mail_adapter(adapter text)
RETURNS TABLE (subject text, is_well boolean, message text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_adapter helpdesk.mail_adapter;
    v_last timestamptz;
    v_waiting bigint;
    v_reason text;
BEGIN
    PERFORM helpdesk.require('intake.edit');
    SELECT * INTO v_adapter FROM helpdesk.mail_adapter AS a WHERE a.adapter = check_mail_adapter.adapter;
    IF v_adapter.adapter IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('adapter %s not found', coalesce(left(check_mail_adapter.adapter, 40), 'null')), NULL,
            'See /rest/mail_adapters.'
        );
    END IF;
    SELECT max(a.received_at) INTO v_last
    FROM (
        SELECT r.received_at
        FROM helpdesk.mail_arrival AS r
        WHERE r.adapter = v_adapter.adapter AND (r.received_at AT TIME ZONE 'UTC')::date >= (
            helpdesk.clock() AT TIME ZONE 'UTC'
        )::date - 30
        ORDER BY r.mail_arrival_id DESC
        LIMIT 1
    ) AS a;
    SELECT count(*), max(w.reason) INTO v_waiting, v_reason
    FROM helpdesk.mail_arrival AS w
    WHERE w.state = 'waiting' AND w.adapter = v_adapter.adapter AND w.attempts > 0;

    RETURN QUERY
    SELECT 'setting', true, 'It is switched on.'::text
    WHERE v_adapter.adapter = 'mime' OR helpdesk.setting_bool('inbound_email_enabled')
    UNION ALL
    SELECT 'setting', false, 'It is switched off: set inbound_email_enabled to true.'
    WHERE v_adapter.adapter <> 'mime' AND NOT helpdesk.setting_bool('inbound_email_enabled')
    UNION ALL
    SELECT 'addresses', true, format('The desk is %s.', helpdesk.setting('inbound_addresses') ->> 0)
    WHERE helpdesk.setting('inbound_addresses') ->> 0 LIKE '%_@_%'
    UNION ALL
    SELECT 'addresses', false,
        'Setting inbound_addresses names no address: loops are not seen, and answers get no signed address.'
    WHERE helpdesk.setting('inbound_addresses') ->> 0 IS NULL
        OR helpdesk.setting('inbound_addresses') ->> 0 NOT LIKE '%_@_%'
    UNION ALL
    SELECT 'posts', false, format(
        'The last post was refused, at %s UTC: %s. None has been taken since.',
        to_char(v_adapter.refused_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), v_adapter.refused_for
    )
    WHERE v_adapter.refused_at > coalesce(v_last, '-infinity')
    UNION ALL
    SELECT 'posts', true, format(
        'The last post was taken at %s UTC.', to_char(v_last AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
    )
    WHERE v_last >= coalesce(v_adapter.refused_at, '-infinity')
    UNION ALL
    SELECT 'posts', false, 'Nothing has been posted for 30 days: is its address entered at the provider?'
    WHERE v_last IS NULL AND v_adapter.refused_at IS NULL
    UNION ALL
    SELECT 'mails', false, format('Of %s posts no mail could be made yet: %s', v_waiting, v_reason)
    WHERE v_waiting > 0;
END
$$;

COMMENT ON FUNCTION api.check_mail_adapter IS
$$What is wrong with a way by which mail is posted, in words

A row a subject, is_well or not. GET /inbound/<adapter>/check asks this and adds what the environment and the sealed
secret say. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.check_mail_adapter TO admin;
