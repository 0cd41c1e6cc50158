CREATE FUNCTION api.count_views() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.me();
    RETURN (
        SELECT coalesce(jsonb_object_agg(coalesce(s.slug, s.view_id::text), helpdesk.count_view_tickets(s)), '{}')
        FROM helpdesk.saved_view AS s
        WHERE helpdesk.can_see_saved_view(s)
    );
END
$$;

COMMENT ON FUNCTION api.count_views IS
$$How many tickets each saved view holds

{slug, or view_id where there is none: {"count", "label"}} as rpc/count_view says, of every view that the caller may
use.$$;
GRANT EXECUTE ON FUNCTION api.count_views TO agent, admin;
