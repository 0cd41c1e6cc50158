-- Full text: two side tables of words, kept by triggers, read by one function that applies its own rule of visibility.
CREATE OR REPLACE FUNCTION helpdesk.search_config(p_language text) RETURNS regconfig
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
BEGIN
    RETURN CASE split_part(p_language, '-', 1)
        WHEN 'ar' THEN 'pg_catalog.arabic'
        WHEN 'da' THEN 'pg_catalog.danish'
        WHEN 'nl' THEN 'pg_catalog.dutch'
        WHEN 'en' THEN 'pg_catalog.english'
        WHEN 'fi' THEN 'pg_catalog.finnish'
        WHEN 'fr' THEN 'pg_catalog.french'
        WHEN 'de' THEN 'pg_catalog.german'
        WHEN 'el' THEN 'pg_catalog.greek'
        WHEN 'hu' THEN 'pg_catalog.hungarian'
        WHEN 'it' THEN 'pg_catalog.italian'
        WHEN 'no' THEN 'pg_catalog.norwegian'
        WHEN 'nb' THEN 'pg_catalog.norwegian'
        WHEN 'pt' THEN 'pg_catalog.portuguese'
        WHEN 'ro' THEN 'pg_catalog.romanian'
        WHEN 'ru' THEN 'pg_catalog.russian'
        WHEN 'es' THEN 'pg_catalog.spanish'
        WHEN 'sv' THEN 'pg_catalog.swedish'
        WHEN 'tr' THEN 'pg_catalog.turkish'
        ELSE 'pg_catalog.simple'
    END::regconfig;
END
$$;

COMMENT ON FUNCTION helpdesk.search_config IS
'The text search configuration of a language tag; simple for those without a stemmer.';
