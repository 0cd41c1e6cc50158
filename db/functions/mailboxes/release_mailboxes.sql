CREATE OR REPLACE FUNCTION helpdesk.release_mailboxes(p_watcher uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.mailbox AS m SET watcher = NULL, held_until = NULL WHERE m.watcher = p_watcher;
END;

COMMENT ON FUNCTION helpdesk.release_mailboxes IS 'A worker that ends leaves its mailboxes to others at once.';
GRANT EXECUTE ON FUNCTION helpdesk.release_mailboxes TO worker;
