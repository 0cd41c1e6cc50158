CREATE OR REPLACE FUNCTION helpdesk.read_attachment(
    p_attachment_id bigint,
    OUT filename text,
    OUT media_type text,
    OUT size_bytes bigint,
    OUT sha256 text,
    OUT storage_key text,
    OUT raw bytea,
    OUT part_path text,
    OUT state text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT a.filename, a.media_type, a.size_bytes, a.sha256, f.storage_key, m.raw, a.part_path, a.state
    FROM helpdesk.attachment AS a
    LEFT JOIN helpdesk.stored_file AS f ON f.stored_file_id = a.stored_file_id
    LEFT JOIN helpdesk.inbound_mail AS m ON m.inbound_mail_id = a.inbound_mail_id
    WHERE a.attachment_id = p_attachment_id AND a.state IN ('pending', 'clean');
END;

COMMENT ON FUNCTION helpdesk.read_attachment IS
'Where the bytes of a file are: storage_key of an upload, else the raw mail that holds it and where in it; NULLs '
'without one. Whether somebody may have them is for the caller to ask (api.open_file); what is sent on must be clean.';
GRANT EXECUTE ON FUNCTION helpdesk.read_attachment TO worker;
