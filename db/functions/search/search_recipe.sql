CREATE OR REPLACE FUNCTION helpdesk.search_recipe() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN format(
        'PostgreSQL %s, %s, functions %s',
        current_setting('server_version_num')::int / 10000,
        (
            SELECT concat_ws(' ', d.datctype, to_jsonb(d) ->> 'datlocale', pg_database_collation_actual_version(d.oid))
            FROM pg_database AS d
            WHERE d.datname = current_database()
        ),
        (
            SELECT left(md5(string_agg(concat(p.prosrc, pg_get_function_sqlbody(p.oid)), '' ORDER BY p.proname)), 8)
            FROM pg_proc AS p
            WHERE p.pronamespace = 'helpdesk'::regnamespace AND p.proname = ANY (ARRAY[
                'fold_accents', 'message_document', 'phone_number', 'search_config', 'search_document',
                'search_grams', 'search_people', 'search_phones', 'search_text', 'search_words', 'ticket_document',
                'unspaced_letters'
            ])
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.search_recipe IS
'What decides which words a text has: the server''s major version with its stemmers, its rule of letters, and these '
'functions.';
