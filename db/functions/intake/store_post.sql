CREATE OR REPLACE FUNCTION helpdesk.store_post(
    p_adapter text,
    p_token text,
    p_signed_at timestamptz,
    p_raw bytea,
    p_body bytea,
    p_media_type text,
    p_reason text,
    OUT mail_arrival_id bigint,
    OUT arrival_state text,
    OUT inbound_mail_id bigint,
    OUT is_new boolean,
    OUT mail_state text,
    OUT is_known boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_hours int := helpdesk.setting_int('inbound_replay_hours');
BEGIN
    IF p_signed_at NOT BETWEEN helpdesk.clock() - make_interval(hours => v_hours)
        AND helpdesk.clock() + interval '1 hour' THEN
        PERFORM helpdesk.refuse('PD130', format('the post was signed at %s', p_signed_at));
    END IF;
    is_known := false;
    IF p_token IS NOT NULL THEN
        -- The same post at once waits here for the first one.
        PERFORM helpdesk.take_turn('mail post ' || (hashtext(p_token) & 63));
        SELECT a.mail_arrival_id, a.state, a.inbound_mail_id, false, m.state, true
        INTO store_post.mail_arrival_id, arrival_state, store_post.inbound_mail_id, is_new, mail_state, is_known
        FROM helpdesk.mail_arrival AS a
        LEFT JOIN helpdesk.inbound_mail AS m ON m.inbound_mail_id = a.inbound_mail_id
        WHERE a.adapter = p_adapter AND a.token = left(p_token, 200);
        IF FOUND THEN
            RETURN;
        END IF;
        is_known := false;
    END IF;
    IF p_raw IS NOT NULL THEN
        SELECT k.inbound_mail_id, k.is_new, k.state
        INTO store_post.inbound_mail_id, is_new, mail_state
        FROM helpdesk.keep_raw_mail(p_raw, p_adapter) AS k;
        arrival_state := CASE WHEN is_new THEN 'mail' ELSE 'repeat' END;
    ELSE
        arrival_state := CASE WHEN p_body IS NULL THEN 'ignored' ELSE 'waiting' END;
        is_new := true;
    END IF;
    INSERT INTO helpdesk.mail_arrival AS a (
        adapter, token, state, reason, inbound_mail_id, media_type, body, tried_at
    )
    VALUES (
        p_adapter, left(p_token, 200), arrival_state, left(p_reason, 1000), inbound_mail_id,
        CASE WHEN p_body IS NOT NULL THEN left(p_media_type, 500) END, p_body, helpdesk.clock()
    )
    RETURNING a.mail_arrival_id INTO store_post.mail_arrival_id;
    IF arrival_state = 'waiting' THEN
        PERFORM helpdesk.enqueue('make_arrived_mail', jsonb_build_array(mail_arrival_id), 'intake');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.store_post IS
'Keeps what a provider posted, once for each token: the mail (p_raw), with the post (p_body) where the mail was put '
'together from it; the post alone where the mail is still to be made; or only that it was no mail (p_reason). '
'is_known: its token was kept before, and what it brings now, which may be something else, is left aside. Raises PD130 '
'for a post signed longer ago than setting inbound_replay_hours, PD301, PD302.';
GRANT EXECUTE ON FUNCTION helpdesk.store_post TO worker;
