CREATE OR REPLACE FUNCTION helpdesk.remove_imported_people() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_people bigint;
    v_organisations bigint;
BEGIN
    DELETE FROM helpdesk.agent AS a
    USING pg_temp.import_undone AS k
    WHERE k.record = 'person' AND a.person_id = k.row_id;
    DELETE FROM helpdesk.person AS p
    USING pg_temp.import_undone AS k
    WHERE k.record = 'person' AND p.person_id = k.row_id;
    GET DIAGNOSTICS v_people = ROW_COUNT;
    DELETE FROM helpdesk.organisation AS o
    USING pg_temp.import_undone AS k
    WHERE k.record = 'organisation'
        AND o.organisation_id = k.row_id
        AND NOT EXISTS (SELECT FROM helpdesk.person AS p WHERE p.organisation_id = o.organisation_id)
        AND NOT EXISTS (SELECT FROM helpdesk.ticket AS t WHERE t.organisation_id = o.organisation_id);
    GET DIAGNOSTICS v_organisations = ROW_COUNT;
    DELETE FROM helpdesk.tag AS g
    USING pg_temp.import_undone AS k
    WHERE k.record = 'tag'
        AND g.tag_id = k.row_id
        AND NOT EXISTS (SELECT FROM helpdesk.ticket_tag AS t WHERE t.tag_id = g.tag_id)
        AND NOT EXISTS (SELECT FROM helpdesk.tag_skill AS s WHERE s.tag_id = g.tag_id);
    DELETE FROM helpdesk.department AS d
    USING pg_temp.import_undone AS k
    WHERE k.record = 'department'
        AND d.department_id = k.row_id
        AND NOT EXISTS (SELECT FROM helpdesk.ticket AS t WHERE t.department_id = d.department_id)
        AND NOT EXISTS (SELECT FROM helpdesk.department_member AS m WHERE m.department_id = d.department_id);
    RETURN jsonb_build_object('person', v_people, 'organisation', v_organisations);
END
$$;

COMMENT ON FUNCTION helpdesk.remove_imported_people IS
'Deletes the people of pg_temp.import_undone, and organisations, tags and departments that nothing else uses.';
