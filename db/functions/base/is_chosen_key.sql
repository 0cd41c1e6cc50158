CREATE OR REPLACE FUNCTION helpdesk.is_chosen_key(p_key bigint, p_sequence regclass) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN p_key IS DISTINCT FROM currval(p_sequence);
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    RETURN true;
END
$$;

COMMENT ON FUNCTION helpdesk.is_chosen_key IS
'Whether the key of a row that is about to be inserted was not just drawn from its sequence.';
GRANT EXECUTE ON FUNCTION helpdesk.is_chosen_key TO anon, customer, agent, admin, worker;
