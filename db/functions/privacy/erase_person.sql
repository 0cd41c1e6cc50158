CREATE OR REPLACE FUNCTION helpdesk.erase_person(p_person_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_table helpdesk.personal_table;
    v_counts jsonb := '{}';
    -- Who was merged into them is they.
    v_person_ids bigint[] := helpdesk.people_merged_into(p_person_id);
    v_texts text[] := ARRAY(
        SELECT DISTINCT t.text
        FROM unnest(v_person_ids) AS p(person_id)
        CROSS JOIN unnest(helpdesk.texts_of_person(p.person_id)) AS t(text)
    );
    v_ticket_ids bigint[] := helpdesk.tickets_with_people(v_person_ids);
BEGIN
    FOR v_table IN SELECT * FROM helpdesk.personal_table AS t ORDER BY t.position LOOP
        IF v_texts <> '{}' AND v_ticket_ids <> '{}' THEN
            v_counts := helpdesk.add_counts(
                v_counts, helpdesk.remove_words(v_table, 'ticket_id', v_ticket_ids, v_texts, '[erased]')
            );
        END IF;
        v_counts := helpdesk.add_counts(
            v_counts, helpdesk.remove_words(v_table, 'person_id', v_person_ids, NULL, '[erased]')
        );
    END LOOP;
    -- What would go with the person if the row went: sessions, mails, preferences …
    FOR v_table IN
        SELECT c.relname, 0, NULL, format('%I = ANY ($1)', a.attname), '{*}'::text[], NULL
        FROM pg_constraint AS k
        JOIN pg_class AS c ON c.oid = k.conrelid
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.confrelid = 'helpdesk.person'::regclass AND k.contype = 'f' AND k.confdeltype = 'c'
            AND c.relname <> ALL (ARRAY(SELECT t.table_name FROM helpdesk.personal_table AS t))
        ORDER BY c.relname
    LOOP
        v_counts := helpdesk.add_counts(
            v_counts, helpdesk.remove_words(v_table, 'person_id', v_person_ids, NULL, '[erased]')
        );
    END LOOP;
    DELETE FROM helpdesk.person_presence AS p WHERE p.person_id = ANY (v_person_ids);
    RETURN v_counts;
END
$$;

COMMENT ON FUNCTION helpdesk.erase_person IS
'Erases who a person is: their row stays without name and address, and with it who did what; what they wrote in '
'tickets of others goes, and their name and addresses where others wrote them there.';
