CREATE FUNCTION api.replay_inbound_mail(inbound_mail_id bigint, as_wanted boolean DEFAULT false)
RETURNS api.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.inbound_mail;
BEGIN
    PERFORM helpdesk.replay_inbound_mail(replay_inbound_mail.inbound_mail_id, replay_inbound_mail.as_wanted);
    SELECT * INTO v_result FROM api.inbound_mail AS m WHERE m.inbound_mail_id = replay_inbound_mail.inbound_mail_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.replay_inbound_mail IS
$$Take in an automatic or quarantined mail again

The worker decides anew, within seconds. as_wanted: the mail becomes a ticket or a reply although it is automatic, its
sender could not be authenticated or has written too often. Raises PD001, PD002, PD303 (already part of a ticket).$$;
GRANT EXECUTE ON FUNCTION api.replay_inbound_mail TO admin;
