CREATE OR REPLACE FUNCTION helpdesk.note_mailbox_failure(
    p_mailbox text,
    p_watcher uuid,
    p_error text,
    p_is_refused boolean
)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mailbox AS m
    SET watcher = NULL,
        held_until = NULL,
        failures = m.failures + 1,
        failing_from = coalesce(m.failing_from, helpdesk.clock()),
        last_error = left(p_error, 1000),
        next_try_at = helpdesk.clock() + CASE
            -- Servers lock accounts where wrong passwords come again and again.
            WHEN p_is_refused THEN interval '15 minutes'
            -- Not all at the same moment, where a server comes back.
            ELSE least(interval '5 seconds' * 2 ^ least(m.failures, 10), interval '4 minutes') * (0.75 + random() / 4)
        END
    WHERE m.mailbox = p_mailbox AND m.watcher = p_watcher;
    IF FOUND AND p_is_refused THEN
        PERFORM helpdesk.tell_of_mailboxes();
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.note_mailbox_failure IS
'A worker could not go on with a mailbox and leaves it, for 5 seconds to 4 minutes; p_is_refused: the login was '
'refused, of which staff are told at once, and it is tried again in 15 minutes, or when the mailbox or its account is '
'changed.';
GRANT EXECUTE ON FUNCTION helpdesk.note_mailbox_failure TO worker;
