CREATE OR REPLACE FUNCTION helpdesk.enter_host_user(p_external_id text, p_claims jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_name text := nullif(btrim(left(p_claims ->> helpdesk.setting_text('host_name_claim'), 200)), '');
    v_email text := lower(btrim(p_claims ->> helpdesk.setting_text('host_email_claim')));
    v_organisation text := p_claims ->> helpdesk.setting_text('host_organisation_claim');
    v_organisation_id bigint;
    v_person helpdesk.person;
BEGIN
    IF length(p_external_id) > 255 THEN
        PERFORM helpdesk.refuse('PD006', 'the key of the host''s user has more than 255 characters');
    END IF;
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = helpdesk.find_host_user(p_external_id);
    IF v_person.role = v_role AND v_person.name = coalesce(v_name, v_person.name) THEN
        RETURN v_person.person_id;
    ELSIF v_role <> 'customer' AND v_role <> helpdesk.setting_text('host_highest_role') THEN
        PERFORM helpdesk.refuse(
            'PD002', format('hosts make nobody %s here', v_role),
            'Setting host_highest_role says up to which role a host''s token is believed.'
        );
    END IF;
    v_email := CASE
        WHEN v_email ~ '^[^@\s]+@[^@\s]+$' AND length(v_email) <= 320
            AND helpdesk.setting_bool('host_emails_are_verified') THEN v_email
    END;
    SELECT o.organisation_id INTO v_organisation_id
    FROM helpdesk.organisation AS o
    WHERE o.name = v_organisation AND v_role = 'customer';
    -- Only customers and guests become a host's users by their address: staff have accounts of their own.
    IF v_person.person_id IS NULL AND v_role = 'customer' THEN
        UPDATE helpdesk.person AS p
        SET external_id = p_external_id, is_guest = false,
            organisation_id = coalesce(p.organisation_id, v_organisation_id)
        WHERE p.person_id = (SELECT a.person_id FROM helpdesk.person_address AS a WHERE a.email = v_email)
            AND p.role = 'customer' AND p.external_id IS NULL
        RETURNING * INTO v_person;
    END IF;
    IF v_person.person_id IS NULL THEN
        INSERT INTO helpdesk.person AS p (name, email, role, external_id, organisation_id)
        SELECT
            coalesce(v_name, v_email, left(p_external_id, 200)),
            CASE WHEN NOT EXISTS (SELECT FROM helpdesk.person_address AS a WHERE a.email = v_email) THEN v_email END,
            v_role, p_external_id, v_organisation_id
        ON CONFLICT (external_id) DO UPDATE SET external_id = p.external_id
        RETURNING p.* INTO v_person;
    END IF;
    UPDATE helpdesk.person AS p
    SET name = coalesce(v_name, p.name), role = v_role
    WHERE p.person_id = v_person.person_id AND p.role <> 'admin'
        AND (p.name, p.role) IS DISTINCT FROM (coalesce(v_name, p.name), v_role);
    RETURN v_person.person_id;
END
$$;

COMMENT ON FUNCTION helpdesk.enter_host_user IS
'The person of a host''s user, made if new and kept to the name and role that the host''s token says; of many at once '
'one makes it, by the unique external_id. An address is taken over only where the host vouches for it (setting '
'host_emails_are_verified), never from staff. Raises PD002, PD006.';
