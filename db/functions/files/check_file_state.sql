CREATE OR REPLACE FUNCTION helpdesk.check_file_state(p_state text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_state IN ('receiving', 'pending') THEN
        PERFORM helpdesk.refuse(
            'PD156',
            CASE p_state
                WHEN 'pending' THEN 'the file waits for the virus scanner' ELSE 'the file is not received yet'
            END
        );
    ELSIF p_state = 'infected' THEN
        PERFORM helpdesk.refuse('PD157', 'the virus scanner found something in the file');
    END IF;
    RETURN p_state = 'clean';
END
$$;

COMMENT ON FUNCTION helpdesk.check_file_state IS
'Whether a file in this state is given to who sees it. Raises PD156, PD157.';
GRANT EXECUTE ON FUNCTION helpdesk.check_file_state TO anon, customer, agent, admin;
