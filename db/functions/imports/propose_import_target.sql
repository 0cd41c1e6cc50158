CREATE OR REPLACE FUNCTION helpdesk.propose_import_target(p_kind text, p_value text, p_hint text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_word text := btrim(regexp_replace(lower(p_value), '[\s_]+', ' ', 'g'));
    v_slug text := left(trim(BOTH '-' FROM regexp_replace(lower(p_value), '[^a-z0-9]+', '-', 'g')), 63);
    v_same text := CASE p_kind
        WHEN 'status' THEN (
            SELECT s.status
            FROM helpdesk.status AS s
            WHERE s.is_active AND v_word IN (replace(s.status, '_', ' '), lower(s.label))
            ORDER BY s.position
            LIMIT 1
        )
        WHEN 'priority' THEN (
            SELECT p.priority FROM helpdesk.priority AS p WHERE v_word IN (p.priority, lower(p.label)) LIMIT 1
        )
        WHEN 'ticket_type' THEN (
            SELECT t.ticket_type
            FROM helpdesk.ticket_type AS t
            WHERE v_word IN (replace(t.ticket_type, '_', ' '), lower(t.label))
            LIMIT 1
        )
        WHEN 'department' THEN coalesce(
            (
                SELECT d.slug
                FROM helpdesk.department AS d
                WHERE v_word IN (lower(d.name), d.slug)
                ORDER BY d.department_id
                LIMIT 1
            ),
            nullif(v_slug, '')
        )
        WHEN 'person' THEN coalesce(
            (SELECT a.person_id::text FROM helpdesk.person_address AS a WHERE a.email = p_hint), '+'
        )
        WHEN 'field' THEN (
            SELECT f.key
            FROM helpdesk.custom_field AS f
            WHERE f.object = 'ticket' AND f.is_active AND v_word IN (replace(f.key, '_', ' '), lower(f.label))
            LIMIT 1
        )
        WHEN 'role' THEN CASE WHEN v_word IN ('customer', 'agent') THEN v_word END
    END;
BEGIN
    RETURN coalesce(
        v_same, (SELECT s.target FROM helpdesk.import_synonym AS s WHERE s.kind = p_kind AND s.value = v_word)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.propose_import_target IS
'What a word of another helpdesk probably means here (see import_mapping.target): what is called so here, else what '
'import_synonym says. p_hint: of a person the mail address. Null: nothing is known.';
