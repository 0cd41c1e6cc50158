CREATE OR REPLACE FUNCTION helpdesk.drop_upload(p_attachment_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    DELETE FROM helpdesk.attachment AS a WHERE a.attachment_id = p_attachment_id AND a.state = 'receiving';
END;

COMMENT ON FUNCTION helpdesk.drop_upload IS 'Forgets an upload whose bytes did not come.';
GRANT EXECUTE ON FUNCTION helpdesk.drop_upload TO worker;
