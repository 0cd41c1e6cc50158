CREATE OR REPLACE FUNCTION helpdesk.is_desk_address(p_address text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT 1
            FROM jsonb_array_elements_text(helpdesk.setting('inbound_addresses')) AS a(address)
            WHERE lower(a.address) = regexp_replace(lower(p_address), '\+[^@]*@', '@')
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_desk_address IS
'Whether an address is one of the desk''s own (setting inbound_addresses), signed reply addresses included.';
