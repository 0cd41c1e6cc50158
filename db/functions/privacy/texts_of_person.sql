CREATE OR REPLACE FUNCTION helpdesk.texts_of_person(p_person_id bigint) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT v.text
        FROM (
            SELECT to_jsonb(p) AS row FROM helpdesk.person AS p WHERE p.person_id = p_person_id
            UNION ALL
            SELECT to_jsonb(a) FROM helpdesk.person_address AS a WHERE a.person_id = p_person_id
            UNION ALL
            SELECT unnest(ARRAY[c.old_values, c.new_values])
            FROM audit.change AS c
            WHERE c.table_name = 'person' AND c.row_key = p_person_id::text
            UNION ALL
            SELECT c.old_values
            FROM audit.change AS c
            WHERE c.table_name = 'person_address' AND c.old_values ->> 'person_id' = p_person_id::text
        ) AS r
        CROSS JOIN unnest('{name,email,claimed_email,phone,external_id}'::text[]) AS k(key)
        CROSS JOIN LATERAL (SELECT r.row ->> k.key AS text) AS v
        -- Shorter ones are words that stand for other things, too.
        WHERE length(v.text) >= 5
    );
END
$$;

COMMENT ON FUNCTION helpdesk.texts_of_person IS
'What a person is or was called and reached by: names, addresses, phones, of five characters or more.';
