CREATE OR REPLACE FUNCTION helpdesk.put_off_scan(p_attachment_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.attachment AS a
    SET scan_began_at = NULL
    WHERE a.attachment_id = p_attachment_id AND a.state = 'pending';
END;

COMMENT ON FUNCTION helpdesk.put_off_scan IS 'Gives a file back that the scanner did not get to.';
GRANT EXECUTE ON FUNCTION helpdesk.put_off_scan TO worker;
