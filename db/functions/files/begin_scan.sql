CREATE OR REPLACE FUNCTION helpdesk.begin_scan() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.attachment AS a
    SET scan_began_at = helpdesk.clock()
    WHERE a.attachment_id = (
        SELECT p.attachment_id
        FROM helpdesk.attachment AS p
        WHERE p.state = 'pending'
            AND coalesce(p.scan_began_at < helpdesk.clock() - interval '10 minutes', true)
        ORDER BY p.attachment_id
        LIMIT 1
        FOR NO KEY UPDATE SKIP LOCKED
    )
    RETURNING a.attachment_id;
END;

COMMENT ON FUNCTION helpdesk.begin_scan IS
'The next file for the scanner, which no other worker takes for ten minutes; NULL: none.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_scan TO worker;
