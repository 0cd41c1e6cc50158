CREATE OR REPLACE FUNCTION helpdesk.search_phones(p_text text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
BEGIN
    RETURN coalesce((
        SELECT string_agg(format('''#%s'':1', reverse(regexp_replace(p.found[1], '[^0-9]', '', 'g'))), ' ')
        FROM regexp_matches(left(p_text, 30000), '(' || helpdesk.phone_number() || ')', 'g') AS p(found)
    ), '')::tsvector;
END
$$;

COMMENT ON FUNCTION helpdesk.search_phones IS
'Telephone numbers as their digits from the end, behind #: a number is a beginning of it with or without the codes of '
'country and area.';
