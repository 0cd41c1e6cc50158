-- A trigger, since the rule needs the ticket, its lock and the caller.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__prepare_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_me bigint := helpdesk.acting_person_id();
    v_ticket helpdesk.ticket;
    v_last_id bigint;
    v_last_at timestamptz;
BEGIN
    IF current_setting('request.path', true) = '/messages' THEN
        PERFORM helpdesk.check_edit_count();
    END IF;
    NEW.kind := coalesce(NEW.kind, 'reply');
    IF NEW.description_of_id IS NOT NULL THEN
        IF NOT EXISTS (
            SELECT 1
            FROM helpdesk.ticket AS t
            WHERE t.ticket_id = NEW.description_of_id AND t.merged_into_id = NEW.ticket_id
        ) THEN
            PERFORM helpdesk.refuse('PD009', 'description_of_id is written by merges only');
        END IF;
        RETURN NEW;
    END IF;
    v_ticket := helpdesk.lock_ticket(
        NEW.ticket_id, CASE NEW.kind WHEN 'reply' THEN 'tickets.reply' ELSE 'tickets.note' END
    );
    IF v_ticket.merged_into_id IS NOT NULL AND v_role <> 'system' THEN
        PERFORM helpdesk.refuse(
            'PD015', format('ticket %s has been merged', v_ticket.reference),
            format('It was merged into ticket %s.', v_ticket.merged_into_id)
        );
    END IF;
    IF NEW.kind = 'system' AND v_role <> 'system' THEN
        PERFORM helpdesk.refuse('PD002', 'system messages are written by pgdesk only');
    END IF;
    NEW.author_id := coalesce(NEW.author_id, v_me);
    -- Administrators ask for help in another's name.
    IF v_role <> 'system'
        AND NEW.author_id IS DISTINCT FROM v_me
        AND NOT (v_role = 'admin' AND NEW.kind = 'note') THEN
        PERFORM helpdesk.refuse('PD002', 'author_id must be the caller');
    END IF;
    IF NEW.author_id IS NULL AND NEW.kind = 'reply' AND helpdesk.acting_rule() = '{}' THEN
        PERFORM helpdesk.refuse('PD006', 'author_id is missing: only rules reply in nobody''s name');
    END IF;
    IF NEW.sets_status IS NOT NULL THEN
        PERFORM helpdesk.lock_ticket(NEW.ticket_id, 'tickets.status');
        IF NOT EXISTS (SELECT 1 FROM helpdesk.status AS s WHERE s.status = NEW.sets_status) THEN
            PERFORM helpdesk.refuse(
                'PD006', format('status %s does not exist', NEW.sets_status), NULL, 'See /rest/statuses.'
            );
        END IF;
    END IF;
    IF NEW.is_pinned THEN
        PERFORM helpdesk.lock_ticket(NEW.ticket_id, 'tickets.pin');
    END IF;
    NEW.created_at := coalesce(NEW.created_at, helpdesk.clock());
    IF NEW.created_at > helpdesk.clock() THEN
        PERFORM helpdesk.refuse('PD010', 'created_at is in the future');
    END IF;
    -- A message that waited for the lock took its id and its instant before the one that got the lock first.
    SELECT m.message_id, m.created_at INTO v_last_id, v_last_at
    FROM helpdesk.message AS m WHERE m.ticket_id = NEW.ticket_id ORDER BY m.message_id DESC LIMIT 1;
    IF NEW.message_id < v_last_id THEN
        NEW.message_id := nextval('helpdesk.message_message_id_seq');
    END IF;
    IF NEW.created_at = helpdesk.clock() THEN
        NEW.created_at := greatest(NEW.created_at, v_last_at);
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__prepare_insert IS
'Says who may write what on which ticket, and locks the ticket: under that lock order by message_id is order by '
'created_at, unless an older instant is given. Raises PD001, PD002, PD006, PD010, PD015.';
