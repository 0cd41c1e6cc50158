-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.approval_page(p_approval_id bigint, p_role text, p_base_url text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN format(
        '%s/%s/%sapprovals/%s',
        p_base_url, helpdesk.route_prefix(), CASE WHEN p_role <> 'customer' THEN 'agent/' ELSE '' END, p_approval_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.approval_page IS 'Address of the page on which somebody decides on an approval.';
