CREATE OR REPLACE FUNCTION helpdesk.find_mailbox_place(
    p_mailbox text,
    p_watcher uuid,
    OUT last_uid bigint,
    OUT since date,
    OUT max_bytes int
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT m.last_uid, m.since, helpdesk.setting_int('inbound_max_size_kb') * 1024
    FROM helpdesk.mailbox AS m
    WHERE m.mailbox = p_mailbox AND m.watcher = p_watcher AND m.is_active;
END;

COMMENT ON FUNCTION helpdesk.find_mailbox_place IS
'Up to where a mailbox was read, from which day on, and how many bytes a mail may have; all NULL: the worker holds it '
'no more.';
GRANT EXECUTE ON FUNCTION helpdesk.find_mailbox_place TO worker;
