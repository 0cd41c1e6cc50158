CREATE OR REPLACE FUNCTION helpdesk.may_choose_channel(p_channel text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE helpdesk.actor_role()
        WHEN 'system' THEN true
        WHEN 'admin' THEN p_channel <> 'email'
        ELSE p_channel NOT IN ('email', 'import')
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.may_choose_channel IS
'Whether the caller may say that a ticket came that way: by mail comes what mail brings, imports are administrators''.';
