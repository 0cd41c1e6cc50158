CREATE OR REPLACE FUNCTION helpdesk.person_custom_values(p_person_id bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_object_agg(f.key, to_jsonb(c) -> f.key), '{}')
    FROM helpdesk.person_custom AS c
    JOIN helpdesk.custom_field AS f ON f.object = 'person' AND f.is_active AND to_jsonb(c) -> f.key <> 'null'
    WHERE c.person_id = p_person_id AND helpdesk.check_custom_value(f, to_jsonb(c) -> f.key) IS NULL;
END;

COMMENT ON FUNCTION helpdesk.person_custom_values IS
'What a person''s custom fields hold that may be written to another person: {"key": value}.';
