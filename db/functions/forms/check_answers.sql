CREATE OR REPLACE FUNCTION helpdesk.check_answers(p_form text, p_given jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_answers jsonb;
    v_unasked text;
    v_missing text;
BEGIN
    SELECT coalesce(jsonb_object_agg(g.key, g.value), '{}') INTO v_answers
    FROM jsonb_each(p_given) AS g
    WHERE g.value NOT IN ('null', '[]') AND g.value #>> '{}' ~ '\S';
    SELECT string_agg(a.key, ', ' ORDER BY a.key) INTO v_unasked
    FROM jsonb_object_keys(v_answers) AS a(key)
    WHERE NOT EXISTS (
        SELECT
        FROM helpdesk.asked_field AS f
        WHERE f.form = p_form AND f.key = a.key AND helpdesk.fits_answers(f.shown_when, v_answers)
    );
    IF v_unasked IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD102', format('form %s does not ask for: %s', p_form, v_unasked));
    END IF;
    SELECT string_agg(f.key, ', ' ORDER BY f.position, f.key) INTO v_missing
    FROM helpdesk.asked_field AS f
    WHERE f.form = p_form
        AND v_answers -> f.key IS NULL
        AND helpdesk.fits_answers(f.shown_when, v_answers)
        AND (f.is_required OR f.required_when <> '{}' AND helpdesk.fits_answers(f.required_when, v_answers));
    IF v_missing IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD102', format('form %s wants to know: %s', p_form, v_missing));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.check_answers IS
'Whether {"key": answer} answers what a form asks for, given the other answers, and nothing else. Raises PD102.';
