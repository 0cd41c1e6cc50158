CREATE OR REPLACE FUNCTION helpdesk.load_tickets(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.stage_import_tickets(p_import);
    IF NOT EXISTS (SELECT FROM pg_temp.import_ticket) THEN
        RETURN;
    END IF;
    PERFORM helpdesk.quieten_tables(true);
    PERFORM helpdesk.load_ticket_rows(p_import);
    PERFORM helpdesk.load_messages(p_import);
    PERFORM helpdesk.load_files(p_import);
    PERFORM helpdesk.load_tags_and_people(p_import);
    PERFORM helpdesk.load_custom_values(p_import);
    PERFORM helpdesk.load_ratings(p_import);
    PERFORM helpdesk.summarise_tickets();
    PERFORM helpdesk.stage_import_events(p_import);
    PERFORM helpdesk.load_events();
    PERFORM helpdesk.load_clocks();
    PERFORM helpdesk.load_words();
    UPDATE pg_temp.import_batch AS b
    SET state = CASE WHEN b.is_made IS NULL THEN 'imported' ELSE 'updated' END
    WHERE b.state IS NULL;
    PERFORM helpdesk.keep_ticket_keys(p_import);
    PERFORM helpdesk.quieten_tables(false);
END
$$;

COMMENT ON FUNCTION helpdesk.load_tickets IS
'Takes over the tickets of a batch with all that belongs to them, as facts that happened when the source says.';
