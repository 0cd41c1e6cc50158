-- A trigger, since the edit window depends on the clock and the author.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__check_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF current_setting('request.method', true) = 'PATCH' AND pg_trigger_depth() = 1 THEN
        PERFORM helpdesk.check_edit_count();
    END IF;
    -- An undone merge takes back what it wrote.
    IF OLD.description_of_id IS NOT NULL AND NEW.description_of_id IS NULL AND NEW.deleted_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF (NEW.message_id, NEW.kind, NEW.created_at, NEW.sets_status, NEW.description_of_id)
        IS DISTINCT FROM (
            OLD.message_id, OLD.kind, OLD.created_at, OLD.sets_status, OLD.description_of_id
        )
        OR NEW.author_id IS DISTINCT FROM OLD.author_id
            AND NOT helpdesk.is_person_move(OLD.author_id, NEW.author_id)
        OR NEW.ticket_id <> OLD.ticket_id
            AND NOT helpdesk.is_merge_move(OLD.message_id, OLD.ticket_id, NEW.ticket_id) THEN
        PERFORM helpdesk.refuse('PD009', 'of a message only body, is_pinned and deletion can change');
    END IF;
    IF (NEW.is_pinned, NEW.body, NEW.deleted_at) IS DISTINCT FROM (OLD.is_pinned, OLD.body, OLD.deleted_at) THEN
        PERFORM helpdesk.lock_ticket_late(OLD.ticket_id);
    END IF;
    IF NEW.is_pinned <> OLD.is_pinned THEN
        PERFORM helpdesk.lock_ticket(OLD.ticket_id, 'tickets.pin');
    END IF;
    IF (NEW.body, NEW.deleted_at) IS DISTINCT FROM (OLD.body, OLD.deleted_at) AND NOT helpdesk.is_removing() THEN
        PERFORM helpdesk.lock_ticket(
            OLD.ticket_id, CASE OLD.kind WHEN 'reply' THEN 'tickets.reply' ELSE 'tickets.note' END
        );
        IF NOT helpdesk.can('messages.edit_any') AND (
            OLD.author_id IS DISTINCT FROM helpdesk.me()
            OR OLD.deleted_at IS NOT NULL
            OR helpdesk.clock() > OLD.created_at + make_interval(
                mins => helpdesk.setting_int('message_edit_within_minutes')
            )
        ) THEN
            PERFORM helpdesk.refuse(
                'PD016', format('message %s can no longer be edited', OLD.message_id),
                format('Only its author may, within %s minutes.', helpdesk.setting_int('message_edit_within_minutes'))
            );
        END IF;
        IF NEW.deleted_at > helpdesk.clock() THEN
            PERFORM helpdesk.refuse('PD010', 'deleted_at is in the future');
        ELSIF NEW.deleted_at IS NOT NULL AND helpdesk.find_legal_hold(NULL, NEW.ticket_id) IS NOT NULL THEN
            PERFORM helpdesk.refuse('PD121', format('message %s is under legal hold', OLD.message_id));
        END IF;
        IF NEW.body <> OLD.body THEN
            NEW.edited_at := helpdesk.clock();
        END IF;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__check_change IS
'Lets the author edit within the window, and others by permission. Raises PD001, PD002, PD009, PD010, PD016, '
'PD018, PD026, PD121.';
