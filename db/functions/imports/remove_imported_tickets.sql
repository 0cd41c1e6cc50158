CREATE OR REPLACE FUNCTION helpdesk.remove_imported_tickets() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_counts jsonb := '{}';
    v_table text;
    v_count bigint;
BEGIN
    -- Days of the past of which reports know no longer rightly.
    DELETE FROM helpdesk.counted_day;
    FOREACH v_table IN ARRAY ARRAY[
        'sla_clock', 'sla_unshown', 'routing_wait', 'survey_wait', 'purged_ticket', 'notification', 'event', 'rating',
        'ticket_tag', 'ticket_follower', 'ticket_participant', 'ticket_custom_choice', 'ticket_custom',
        'message_search', 'ticket_search', 'attachment'
    ] LOOP
        EXECUTE format(
            'DELETE FROM helpdesk.%I AS r USING pg_temp.import_undone AS k '
            'WHERE k.record = ''ticket'' AND r.ticket_id = k.row_id', v_table
        );
    END LOOP;
    DELETE FROM helpdesk.ticket_link AS l
    USING pg_temp.import_undone AS k
    WHERE k.record = 'link' AND l.link_id = k.row_id;
    DELETE FROM helpdesk.ticket_merge AS m
    USING pg_temp.import_undone AS k
    WHERE k.record = 'merge' AND m.merge_id = k.row_id;
    DELETE FROM helpdesk.message AS m
    USING pg_temp.import_undone AS k
    WHERE k.record = 'ticket' AND m.ticket_id = k.row_id;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    v_counts := v_counts || jsonb_build_object('message', v_count);
    DELETE FROM helpdesk.ticket AS t
    USING pg_temp.import_undone AS k
    WHERE k.record = 'ticket' AND t.ticket_id = k.row_id;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_counts || jsonb_build_object('ticket', v_count);
END
$$;

COMMENT ON FUNCTION helpdesk.remove_imported_tickets IS
'Deletes the tickets of pg_temp.import_undone with all that came with them; what else names them refuses that by its '
'foreign key. Bytes of files go with the next sweep_files.';
