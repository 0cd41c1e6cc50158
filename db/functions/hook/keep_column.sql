CREATE OR REPLACE FUNCTION hook.keep_column(p_is_same boolean, p_view text, p_column text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000000 SET search_path = ''
AS $$
BEGIN
    IF NOT p_is_same THEN
        PERFORM helpdesk.refuse('PD009', format('%s of %s is read-only', p_column, p_view), NULL,
            format('Leave %s out, or send it as it was read.', p_column));
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION hook.keep_column IS
'Called for each column of a saved row that its sender may not write: raises PD009 unless it is sent as it is.
So dear that it comes after all filters.';
GRANT EXECUTE ON FUNCTION hook.keep_column TO anon, customer, agent, admin;
