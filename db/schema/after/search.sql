CREATE OR REPLACE TRIGGER ticket_80_index_words_insert AFTER INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__index_words();
CREATE OR REPLACE TRIGGER ticket_80_index_words_update AFTER UPDATE OF subject, description, language, requester_id
    ON helpdesk.ticket
    FOR EACH ROW
    WHEN (
        (NEW.subject, NEW.description, NEW.language, NEW.requester_id)
        IS DISTINCT FROM (OLD.subject, OLD.description, OLD.language, OLD.requester_id)
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__index_words();

CREATE OR REPLACE TRIGGER message_80_index_words_insert AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind <> 'system') EXECUTE FUNCTION helpdesk.tg_message__index_words();
CREATE OR REPLACE TRIGGER message_80_index_words_update AFTER UPDATE ON helpdesk.message
    FOR EACH ROW WHEN (
        NEW.kind <> 'system'
        AND (NEW.body, NEW.deleted_at, NEW.ticket_id) IS DISTINCT FROM (OLD.body, OLD.deleted_at, OLD.ticket_id)
    )
    EXECUTE FUNCTION helpdesk.tg_message__index_words();

CREATE OR REPLACE TRIGGER ticket_participant_80_index_words AFTER INSERT OR DELETE ON helpdesk.ticket_participant
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_participant__index_words();
CREATE OR REPLACE TRIGGER person_80_index_words AFTER UPDATE OF name ON helpdesk.person
    FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name)
    EXECUTE FUNCTION helpdesk.tg_index_words_of_person();
CREATE OR REPLACE TRIGGER person_address_80_index_words AFTER INSERT OR DELETE OR UPDATE OF person_id
    ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_index_words_of_person();

-- Of a later deploy, or on another server, the row stays: then index_words makes the words anew.
INSERT INTO helpdesk.search_words_made (recipe) VALUES (helpdesk.search_recipe()) ON CONFLICT (is_only) DO NOTHING;

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('index_words', '* * * * *', 'helpdesk.index_words()',
        'Makes tickets searchable that were loaded without triggers; makes words anew after a new server or name.')
) AS d (name, cron, call, description);
