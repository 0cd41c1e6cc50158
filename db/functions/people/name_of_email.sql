CREATE OR REPLACE FUNCTION helpdesk.name_of_email(p_email text, p_name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN left(coalesce(
        nullif(btrim(p_name), ''),
        nullif(btrim(initcap(regexp_replace(split_part(p_email, '@', 1), '[._+-]+', ' ', 'g'))), ''),
        p_email
    ), 200);
END
$$;

COMMENT ON FUNCTION helpdesk.name_of_email IS 'The name that a guest gave, else one made of the address.';
