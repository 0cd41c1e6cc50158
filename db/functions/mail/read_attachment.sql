CREATE OR REPLACE FUNCTION helpdesk.read_attachment(
    p_attachment_id bigint,
    OUT raw bytea,
    OUT part_path text,
    OUT sha256 text,
    OUT filename text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT m.raw, a.part_path, a.sha256, a.filename
    FROM helpdesk.attachment AS a
    JOIN helpdesk.inbound_mail AS m ON m.inbound_mail_id = a.inbound_mail_id
    WHERE a.attachment_id = p_attachment_id;
END;

COMMENT ON FUNCTION helpdesk.read_attachment IS
'The raw mail that holds a file, and where the file is in it; NULLs without one. Whether somebody may have it is for '
'the caller to ask (api.attachments).';
GRANT EXECUTE ON FUNCTION helpdesk.read_attachment TO worker;
