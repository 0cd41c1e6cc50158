CREATE OR REPLACE FUNCTION helpdesk.exported_id(p_record text, p_row_id bigint, p_source text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_row_id IS NULL OR p_source = '' THEN
        RETURN p_row_id::text;
    END IF;
    RETURN coalesce(
        (
            SELECT k.external_id
            FROM helpdesk.import_key AS k
            WHERE k.record = p_record AND k.row_id = p_row_id AND k.source = p_source
            ORDER BY k.external_id
            LIMIT 1
        ),
        p_row_id::text
    );
END
$$;

COMMENT ON FUNCTION helpdesk.exported_id IS
'The id by which a row goes out: its own, or the one of the source that it came from, if p_source is that.';
