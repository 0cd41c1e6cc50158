CREATE OR REPLACE FUNCTION helpdesk.find_reference(p_text text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_text text;
    v_prefix text;
    v_bare text;
    v_found text[];
BEGIN
    IF p_text !~ '[[:digit:]]' THEN
        RETURN NULL;
    END IF;
    v_text := upper(normalize(left(p_text, 1000), NFKC));
    v_prefix := helpdesk.setting_text('ticket_reference_prefix');
    v_bare := regexp_replace(v_text, '[^[:alnum:]]', '', 'g');
    -- A number alone, or behind # or the prefix anywhere: in a subject, a path.
    v_found := coalesce(
        regexp_match(v_text, '(?<![[:alnum:]])' || v_prefix || '[-_# ]*0*([1-9][0-9]{0,17})(?![[:alnum:]])'),
        regexp_match(v_bare, '^0*([1-9][0-9]{0,17})$'),
        regexp_match(v_text, '(?<![[:alnum:]])#\s*0*([1-9][0-9]{0,17})(?![[:alnum:]])')
    );
    IF v_found IS NOT NULL THEN
        RETURN v_found[1]::bigint;
    END IF;
    -- The prefix may have been another one.
    v_found := regexp_match(v_bare, '^([A-Z][A-Z0-9]*[A-Z]|[A-Z])0*([1-9][0-9]{0,17})$');
    RETURN (
        SELECT t.ticket_id FROM helpdesk.ticket AS t
        WHERE t.reference = v_found[1] || '-' || lpad(v_found[2], greatest(5, length(v_found[2])), '0')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_reference IS
'The ticket that a text names, in whatever spelling: ESC-03045, esc 3045, [#03045], a subject or link with it. It may '
'not exist; the caller asks who may see it.';
