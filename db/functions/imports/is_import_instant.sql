CREATE OR REPLACE FUNCTION helpdesk.is_import_instant(p_text text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- What surely is one needs no subtransaction.
    RETURN CASE
        WHEN p_text ~ ('^(19[7-9]|20[0-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[T ]'
            '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$') THEN true
        WHEN p_text !~ '^(19[7-9]|20[0-9])[0-9]-.*[0-9](Z|[+-][0-9]{2}(:?[0-9]{2})?)$' THEN false
        ELSE helpdesk.is_instant(p_text)
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.is_import_instant IS
'Whether the text is an ISO 8601 instant with an offset, of the years 1970 to 2099.';
