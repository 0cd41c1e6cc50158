CREATE OR REPLACE FUNCTION helpdesk.hold_mailboxes(p_watcher uuid, p_limit int) RETURNS SETOF jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT helpdesk.setting_bool('inbound_email_enabled') THEN
        PERFORM helpdesk.release_mailboxes(p_watcher);
        RETURN;
    END IF;
    UPDATE helpdesk.mailbox AS m
    SET watcher = p_watcher, held_until = helpdesk.clock() + interval '1 minute'
    WHERE m.mailbox IN (
        SELECT f.mailbox
        FROM helpdesk.mailbox AS f
        WHERE f.is_active AND (
            f.watcher = p_watcher
            OR coalesce(f.held_until < helpdesk.clock(), true) AND f.next_try_at <= helpdesk.clock()
        )
        ORDER BY f.watcher IS DISTINCT FROM p_watcher, f.next_try_at
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    RETURN QUERY
    SELECT helpdesk.describe_mailbox(m.mailbox) FROM helpdesk.mailbox AS m WHERE m.watcher = p_watcher AND m.is_active;
END
$$;

COMMENT ON FUNCTION helpdesk.hold_mailboxes IS
'Gives a worker mailboxes that nobody reads and that are due, p_limit in all, lets it keep those it has for another '
'minute, and returns all that it holds as describe_mailbox does; none while setting inbound_email_enabled is off.';
GRANT EXECUTE ON FUNCTION helpdesk.hold_mailboxes TO worker;
