CREATE OR REPLACE TRIGGER ticket_80_index_words_insert AFTER INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__index_words();
CREATE OR REPLACE TRIGGER ticket_80_index_words_update AFTER UPDATE ON helpdesk.ticket
    FOR EACH ROW
    WHEN ((NEW.subject, NEW.description, NEW.language) IS DISTINCT FROM (OLD.subject, OLD.description, OLD.language))
    EXECUTE FUNCTION helpdesk.tg_ticket__index_words();

CREATE OR REPLACE TRIGGER message_80_index_words_insert AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind <> 'system') EXECUTE FUNCTION helpdesk.tg_message__index_words();
CREATE OR REPLACE TRIGGER message_80_index_words_update AFTER UPDATE ON helpdesk.message
    FOR EACH ROW WHEN (
        NEW.kind <> 'system'
        AND (NEW.body, NEW.deleted_at, NEW.ticket_id) IS DISTINCT FROM (OLD.body, OLD.deleted_at, OLD.ticket_id)
    )
    EXECUTE FUNCTION helpdesk.tg_message__index_words();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('index_words', '* * * * *', 'helpdesk.index_words()',
        'Makes tickets searchable that were loaded without triggers.')
) AS d (name, cron, call, description);
