CREATE OR REPLACE FUNCTION helpdesk.see_person(p_person_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.person_presence AS pp (person_id, seen_at)
    VALUES (p_person_id, helpdesk.clock())
    ON CONFLICT (person_id) DO UPDATE SET seen_at = excluded.seen_at
    WHERE pp.seen_at < excluded.seen_at - interval '1 minute';
END;

COMMENT ON FUNCTION helpdesk.see_person(bigint) IS 'Notes that a person is there; writes at most once a minute.';
