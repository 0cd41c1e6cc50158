CREATE OR REPLACE FUNCTION helpdesk.list_view_tickets(p_view_id bigint, p_slug text, p_limit int, p_offset int)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN coalesce(
        helpdesk.find_view_tickets(helpdesk.get_saved_view(p_view_id, p_slug), p_limit, p_offset), '{}'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_view_tickets IS
'A part of a saved view that the caller may use, as ids in its order. Raises PD001, PD006, PD405.';
GRANT EXECUTE ON FUNCTION helpdesk.list_view_tickets TO agent, admin;
