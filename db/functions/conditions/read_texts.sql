CREATE OR REPLACE FUNCTION helpdesk.read_texts(p_list jsonb, p_is_lower boolean DEFAULT false) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE WHEN p_is_lower THEN lower(e.value) ELSE e.value END
        FROM jsonb_array_elements_text(p_list) AS e(value)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.read_texts IS
'A JSON list as texts; immutable, so that the planner knows what a condition compares with.';
