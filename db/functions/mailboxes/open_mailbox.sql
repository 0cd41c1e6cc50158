CREATE OR REPLACE FUNCTION helpdesk.open_mailbox(
    p_mailbox text,
    p_watcher uuid,
    p_uid_validity bigint,
    p_has_idle boolean
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mailbox AS m
    SET uid_validity = p_uid_validity,
        has_idle = p_has_idle,
        last_uid = CASE WHEN m.uid_validity = p_uid_validity THEN m.last_uid ELSE 0 END,
        since = CASE
            WHEN m.uid_validity = p_uid_validity THEN m.since
            -- The folder was made anew, and what it held has other UIDs. What came before it was last read to its end
            -- was stored; a day earlier, since the server's day may be another.
            ELSE greatest(m.starts_on, (m.caught_up_at AT TIME ZONE 'UTC')::date - 1)
        END
    WHERE m.mailbox = p_mailbox AND m.watcher = p_watcher AND m.is_active;
    RETURN FOUND;
END
$$;

COMMENT ON FUNCTION helpdesk.open_mailbox IS
'A worker has reached the folder, whose UIDs mean something together with p_uid_validity. With another one than before '
'it is read anew, from a day before it was last read to its end; the same bytes are one mail. False: the worker holds '
'the mailbox no more.';
GRANT EXECUTE ON FUNCTION helpdesk.open_mailbox TO worker;
