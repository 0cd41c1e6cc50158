-- A trigger, so that a mention works whoever writes the note.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__mention_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_ids bigint[];
BEGIN
    WITH mentioned AS (
        INSERT INTO helpdesk.mention (ticket_id, message_id, mentioned_by, mentioned_id)
        SELECT DISTINCT NEW.ticket_id, NEW.message_id, NEW.author_id, p.person_id
        FROM regexp_matches(
            -- One kind of code at a time: a pattern of alternatives is greedy as a whole and would swallow what stands
            -- between two blocks.
            regexp_replace(regexp_replace(regexp_replace(
                lower(NEW.body), '```.*?(```|$)', ' ', 'g'), '``[^\n]*?``', ' ', 'g'), '`[^`\n]*`', ' ', 'g'),
            '(?<![a-z0-9._%+@/-])@([a-z0-9][a-z0-9._-]*)', 'g'
        ) AS found(handle)
        JOIN helpdesk.person AS p ON p.handle IN (found.handle[1], rtrim(found.handle[1], '._-'))
        WHERE p.is_active AND p.role <> 'customer' AND p.person_id <> NEW.author_id
        ON CONFLICT (message_id, mentioned_id) DO NOTHING
        RETURNING mentioned_id
    )
    SELECT array_agg(m.mentioned_id ORDER BY m.mentioned_id) INTO v_person_ids FROM mentioned AS m;
    IF v_person_ids IS NOT NULL THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id, 'mentioned', jsonb_build_object('person_ids', v_person_ids, 'mentioned_by', NEW.author_id),
            NEW.message_id
        );
        PERFORM helpdesk.follow(NEW.ticket_id, p.person_id, 'mentioned') FROM unnest(v_person_ids) AS p(person_id);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__mention_people IS
'Mentions the staff whose @handle stands in a note, or came to stand there by an edit; unknown handles, code and mail '
'addresses are left alone.';
