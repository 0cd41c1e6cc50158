CREATE OR REPLACE FUNCTION helpdesk.set_password(p_person_id bigint, p_password_hash text, p_length int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person helpdesk.person;
    v_shortest int := helpdesk.setting_int('password_min_length');
BEGIN
    IF p_length < v_shortest THEN
        PERFORM helpdesk.refuse(
            'PD006', format('a password has at least %s characters', v_shortest), NULL, 'Choose a longer one.'
        );
    END IF;
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = p_person_id FOR SHARE;
    IF v_person.email IS NULL OR v_person.is_guest THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s has no account', p_person_id), NULL,
            'Give a person with a mail address who is no guest.'
        );
    END IF;
    INSERT INTO helpdesk.credential AS c (person_id, password_hash)
    VALUES (p_person_id, p_password_hash)
    ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = helpdesk.clock();
    DELETE FROM helpdesk.login_try AS t WHERE t.tried = helpdesk.account_tried(v_person.email);
    DELETE FROM helpdesk.login_link AS l
    WHERE l.person_id = p_person_id AND l.purpose <> 'verify_email' AND l.used_at IS NULL;
    PERFORM helpdesk.end_sessions(p_person_id, 'password_changed');
    PERFORM helpdesk.queue_mail('password_changed', p_person_id);
END
$$;

COMMENT ON FUNCTION helpdesk.set_password IS
'Sets a password by its argon2id hash; p_length: its characters. Ends all sessions of the person '
'and voids the links; the person is told. Raises PD006.';
