CREATE OR REPLACE FUNCTION helpdesk.list_mail_adapters() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'adapter', a.adapter,
        'is_on', a.adapter = 'mime' OR helpdesk.setting_bool('inbound_email_enabled'),
        'secret', encode(a.secret, 'hex'),
        'user_name', a.user_name,
        'public_key', a.public_key,
        'topic_arn', a.topic_arn
    )), '[]')
    FROM helpdesk.mail_adapter AS a;
END;

COMMENT ON FUNCTION helpdesk.list_mail_adapters IS
'How mail may be posted: [{adapter, is_on, secret (sealed, in hexadecimal), user_name, public_key, topic_arn}].';
GRANT EXECUTE ON FUNCTION helpdesk.list_mail_adapters TO worker;
