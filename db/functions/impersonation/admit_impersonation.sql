CREATE OR REPLACE FUNCTION helpdesk.admit_impersonation(p_claims jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_path text := current_setting('request.path', true);
    v_is_read boolean := current_setting('request.method', true) IN ('GET', 'HEAD');
    v_object text := substring(v_path FROM '^/(?:rpc/)?([a-z0-9_]+)$');
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM helpdesk.impersonation AS i
        WHERE i.session_id = (p_claims ->> 'pgdesk_session')::bigint
            AND i.admin_id = (p_claims ->> 'pgdesk_impersonator')::bigint
    ) THEN
        PERFORM helpdesk.refuse('PD029', 'the session of the token has ended');
    ELSIF NOT EXISTS (
        SELECT
        FROM helpdesk.agent AS a
        JOIN helpdesk.role_permission AS r ON r.role = helpdesk.desk_role_of('admin', a)
        WHERE a.person_id = (p_claims ->> 'pgdesk_impersonator')::bigint AND r.permission = 'people.impersonate'
    ) THEN
        PERFORM helpdesk.refuse('PD029', 'the administrator may act as nobody any more');
    END IF;
    -- What no API token does, whatever its abilities, is of the person's account; so are all the data kept of them.
    IF v_object IN ('export_person', 'request_erasure', 'withdraw_erasure')
        OR NOT v_is_read AND v_object IS DISTINCT FROM 'end_impersonation' AND NOT EXISTS (
            SELECT
            FROM helpdesk.ability AS b
            WHERE v_object = ANY (CASE WHEN v_path LIKE '/rpc/%' THEN b.calls ELSE b.writes END)
        ) THEN
        PERFORM helpdesk.refuse('PD094', format('%s is not done as somebody else', coalesce(v_object, v_path)));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.admit_impersonation IS
'Raises PD029 unless the session is one in which the claimed administrator, who still may, acts as somebody else, '
'PD094 for what only that person does: to change what they sign in with, or to ask for all that is kept of them.';
