CREATE OR REPLACE FUNCTION helpdesk.end_scan(p_attachment_id bigint, p_finding text DEFAULT NULL) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.attachment AS a
    SET state = CASE WHEN p_finding IS NULL THEN 'clean' ELSE 'infected' END, finding = left(p_finding, 200)
    WHERE a.state = 'pending'
        AND a.attachment_id IN (
            SELECT p_attachment_id
            UNION
            SELECT c.attachment_id FROM helpdesk.attachment AS c WHERE c.copy_of_id = p_attachment_id
        );
END;

COMMENT ON FUNCTION helpdesk.end_scan IS
'What the scanner said of a file, and of its copies; p_finding null: nothing was found.';
GRANT EXECUTE ON FUNCTION helpdesk.end_scan TO worker;
