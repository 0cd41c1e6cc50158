CREATE OR REPLACE FUNCTION helpdesk.describe_invite(p_invite helpdesk.invite) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_zone text := CASE WHEN NOT p_invite.is_floating THEN coalesce(
        (SELECT p.time_zone FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'UTC'
    ) ELSE 'UTC' END;
    v_start timestamp := p_invite.starts_at AT TIME ZONE v_zone;
    v_end timestamp := p_invite.ends_at AT TIME ZONE v_zone;
BEGIN
    RETURN concat_ws(
        ', ',
        format(
            '%s: %s',
            CASE p_invite.method
                WHEN 'request' THEN 'Invitation'
                WHEN 'cancel' THEN 'Cancelled'
                WHEN 'reply' THEN coalesce(nullif(initcap(p_invite.answer), ''), 'Answer')
                WHEN 'counter' THEN 'Another time proposed'
                ELSE 'Event'
            END,
            coalesce(nullif(p_invite.summary, ''), '(no subject)')
        ),
        CASE
            WHEN p_invite.starts_on IS NOT NULL THEN concat(
                p_invite.starts_on, ' to ' || nullif(p_invite.ends_on, p_invite.starts_on)
            )
            ELSE concat(
                to_char(v_start, 'YYYY-MM-DD HH24:MI'),
                to_char(
                    v_end, CASE WHEN v_end::date = v_start::date THEN '–HH24:MI' ELSE '–YYYY-MM-DD HH24:MI' END
                ),
                CASE WHEN p_invite.is_floating THEN ' (in a zone that is not known)' ELSE format(' (%s)', v_zone) END
            )
        END,
        CASE WHEN p_invite.recurrence <> '' THEN 'repeated' END,
        nullif(p_invite.location, '')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.describe_invite IS
'An event in a line: what it is, when in the zone of who reads it, where.';
GRANT EXECUTE ON FUNCTION helpdesk.describe_invite TO agent, admin;
