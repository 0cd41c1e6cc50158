CREATE OR REPLACE FUNCTION helpdesk.shown_version_id(
    p_version_id bigint,
    p_next_version_id bigint,
    p_next_at timestamptz
) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN p_next_at <= helpdesk.clock() THEN p_next_version_id ELSE p_version_id END;

COMMENT ON FUNCTION helpdesk.shown_version_id IS
'The version that a translation shows now; null: none.';
GRANT EXECUTE ON FUNCTION helpdesk.shown_version_id TO anon, customer, agent, admin;
