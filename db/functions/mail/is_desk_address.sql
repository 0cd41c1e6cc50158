CREATE OR REPLACE FUNCTION helpdesk.is_desk_address(p_address text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_address text := regexp_replace(lower(p_address), '\+[^@]*@', '@');
BEGIN
    RETURN EXISTS (
        SELECT 1
        FROM jsonb_array_elements_text(helpdesk.setting('inbound_addresses')) AS a(address)
        WHERE lower(a.address) = v_address
    )
    OR EXISTS (SELECT 1 FROM helpdesk.support_address AS s WHERE s.address = v_address);
END
$$;

COMMENT ON FUNCTION helpdesk.is_desk_address IS
'Whether an address is one of the desk''s own (setting inbound_addresses, support_address), signed reply addresses '
'included.';
