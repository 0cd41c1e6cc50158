CREATE OR REPLACE FUNCTION helpdesk.requeue_scans() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT count(helpdesk.enqueue('scan_files', p_queue => 'scans'))
    FROM (SELECT FROM helpdesk.attachment AS a WHERE a.state = 'pending' LIMIT 1) AS waiting;
END;

COMMENT ON FUNCTION helpdesk.requeue_scans IS
'Has a worker look at files that wait for the scanner, which may have been away; returns 1 where some do.';
GRANT EXECUTE ON FUNCTION helpdesk.requeue_scans TO worker;
