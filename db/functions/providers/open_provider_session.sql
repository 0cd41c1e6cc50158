CREATE OR REPLACE FUNCTION helpdesk.open_provider_session(
    p_provider text,
    p_issuer text,
    p_subject text,
    p_told jsonb,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_provider helpdesk.identity_provider;
    v_email text := substring(lower(btrim(p_told ->> 'email')) FROM '^[^@\s]+@[^@\s]+$');
    v_follows boolean;
    v_role text;
    v_person helpdesk.person;
BEGIN
    SELECT * INTO v_provider
    FROM helpdesk.identity_provider AS p
    WHERE p.provider = p_provider AND p.issuer = p_issuer AND p.is_active
    FOR SHARE;
    IF NOT FOUND THEN
        RETURN helpdesk.login_refusal('PD071', format('nobody signs in by %s', left(p_provider, 40)));
    END IF;
    v_follows := EXISTS (SELECT FROM helpdesk.identity_provider_group AS g WHERE g.provider = p_provider);
    v_role := coalesce(
        helpdesk.role_by_groups(p_provider, ARRAY(SELECT jsonb_array_elements_text(p_told -> 'groups'))),
        v_provider.new_role
    );
    IF v_follows AND v_role IS NULL THEN
        RETURN helpdesk.login_refusal('PD073', 'none of your groups has a role here');
    END IF;

    v_person := helpdesk.find_identity(p_provider, p_issuer, p_subject);
    IF v_person.person_id IS NULL THEN
        -- One at a time, so that who signs in twice at once is not made twice.
        PERFORM helpdesk.take_turn('identity_provider ' || p_provider);
        v_person := helpdesk.find_identity(p_provider, p_issuer, p_subject);
    END IF;
    IF v_person.person_id IS NULL THEN
        IF v_email IS NULL OR (p_told -> 'is_verified') IS DISTINCT FROM 'true'
            OR NOT ARRAY['*', split_part(v_email, '@', 2)] && v_provider.domains THEN
            RETURN helpdesk.login_refusal(
                'PD072', format('%s vouches for no address of yours that counts here', v_provider.name)
            );
        END IF;
        v_person := helpdesk.find_person(v_email);
        IF (v_person.person_id IS NULL OR v_person.is_guest) AND v_role IS NULL THEN
            RETURN helpdesk.login_refusal('PD073', 'nobody here has your address');
        ELSIF v_person.person_id IS NULL THEN
            INSERT INTO helpdesk.person AS p (name, email, role)
            SELECT helpdesk.name_of_email(v_email, p_told ->> 'name'), v_email, d.builds_on
            FROM helpdesk.desk_role AS d
            WHERE d.role = v_role
            RETURNING p.* INTO v_person;
            v_follows := true;
        ELSIF v_person.is_guest THEN
            UPDATE helpdesk.person AS p SET is_guest = false
            WHERE p.person_id = v_person.person_id
            RETURNING p.* INTO v_person;
            v_follows := true;
        END IF;
        IF v_person.is_active THEN
            INSERT INTO helpdesk.identity (person_id, provider, issuer, subject, email)
            VALUES (v_person.person_id, p_provider, p_issuer, p_subject, v_email);
            PERFORM helpdesk.link_identity(v_person.person_id, v_email);
        END IF;
    ELSE
        UPDATE helpdesk.identity AS i
        SET used_at = helpdesk.clock(), email = coalesce(v_email, i.email)
        WHERE (i.provider, i.issuer, i.subject) = (p_provider, p_issuer, p_subject);
    END IF;
    IF NOT v_person.is_active OR v_person.is_guest THEN
        RETURN helpdesk.login_refusal('PD074', format('the account of %s is closed', v_person.name));
    END IF;
    IF v_follows THEN
        PERFORM helpdesk.follow_role(v_person.person_id, v_role);
    END IF;
    PERFORM helpdesk.forgive_login_tries(helpdesk.account_tried(v_person.email), p_network);
    RETURN helpdesk.admit_person(
        v_person.person_id, p_token_hash, p_network, p_client, NOT v_provider.has_own_factor
    );
END
$$;

COMMENT ON FUNCTION helpdesk.open_provider_session IS
'Signs in whom a provider knows as p_subject: what admit_person gives, or a refusal. p_told: {email, is_verified, '
'name, groups} as its tokens say. The first time the address tells who it is, if the provider vouches for it and its '
'word counts for the domain; whoever has none here is made, where new_role or a group says as what. PD071: it is not '
'active any more; PD072: it does not vouch; PD073: nobody new is let in, or none of the groups; PD074: the person is '
'not active.';
GRANT EXECUTE ON FUNCTION helpdesk.open_provider_session TO doorkeeper;
