CREATE OR REPLACE FUNCTION helpdesk.can_transition(p_from text, p_to text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT 1
        FROM helpdesk.status_transition AS t
        WHERE t.from_status = p_from AND t.to_status = p_to AND helpdesk.actor_role() = ANY (t.roles)
    );
END;

COMMENT ON FUNCTION helpdesk.can_transition(text, text) IS 'Whether the caller''s role may change the one status into the other.';
