CREATE OR REPLACE FUNCTION helpdesk.admit_impersonation(p_claims jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_obstacle jsonb := helpdesk.impersonation_obstacle(
        (p_claims ->> 'pgdesk_session')::bigint, (p_claims ->> 'pgdesk_impersonator')::bigint
    );
    v_path text := current_setting('request.path', true);
    v_is_read boolean := current_setting('request.method', true) IN ('GET', 'HEAD');
    v_object text := substring(v_path FROM '^/(?:rpc/)?([a-z0-9_]+)$');
BEGIN
    IF v_obstacle IS NOT NULL THEN
        PERFORM helpdesk.refuse(v_obstacle ->> 'code', v_obstacle ->> 'message');
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
