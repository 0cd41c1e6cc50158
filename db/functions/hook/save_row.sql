CREATE OR REPLACE FUNCTION hook.save_row(p_is_there boolean, p_view text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000000 SET search_path = ''
AS $$
BEGIN
    IF NOT p_is_there THEN
        PERFORM helpdesk.refuse('PD002', format('%s takes no new row from you', p_view), NULL,
            'Save rows that are there and that you may change.');
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION hook.save_row IS
'Called for each row saved by key through a view whose rows the sender may only change: raises PD002 for a new one.';
GRANT EXECUTE ON FUNCTION hook.save_row TO anon, customer, agent, admin;
