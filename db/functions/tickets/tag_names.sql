CREATE OR REPLACE FUNCTION helpdesk.tag_names(p_names text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT array_agg(lower(btrim(n.name))) FROM unnest(p_names) AS n(name)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.tag_names IS 'Tags as people write them, as they are called: VIP is vip.';
