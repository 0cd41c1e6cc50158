CREATE OR REPLACE FUNCTION helpdesk.note_presence(p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM helpdesk.person_presence AS known
        WHERE known.person_id = p_person_id AND known.seen_at >= helpdesk.clock() - interval '1 minute'
    ) THEN
        RETURN;
    END IF;
    INSERT INTO helpdesk.person_presence AS pp (person_id, seen_at)
    VALUES (p_person_id, helpdesk.clock())
    ON CONFLICT (person_id) DO UPDATE SET seen_at = excluded.seen_at
    WHERE pp.seen_at < excluded.seen_at;
END
$$;

COMMENT ON FUNCTION helpdesk.note_presence IS
'Notes that a person is there; writes, and locks the row, at most once a minute.';
