CREATE OR REPLACE FUNCTION helpdesk.priority_rank(p_priority text) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_rank int := (SELECT p.position FROM helpdesk.priority AS p WHERE p.priority = p_priority);
BEGIN
    IF v_rank IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('priority %s does not exist', coalesce(p_priority, 'null')), NULL, 'See /rest/priorities.'
        );
    END IF;
    RETURN v_rank;
END
$$;

COMMENT ON FUNCTION helpdesk.priority_rank IS 'Position of a priority, higher is more urgent. Raises PD006.';
