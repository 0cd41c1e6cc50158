CREATE OR REPLACE FUNCTION helpdesk.keep_thumbnail(p_attachment_id bigint, p_content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- Locked: what takes the file away either waits, and takes the picture along, or was first.
    PERFORM FROM helpdesk.attachment AS a
    WHERE a.attachment_id = p_attachment_id AND a.state = 'clean'
    FOR NO KEY UPDATE;
    IF FOUND THEN
        UPDATE helpdesk.thumbnail AS t SET content = p_content WHERE t.attachment_id = p_attachment_id;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_thumbnail IS
'Keeps the small picture that a worker has made, if its file is still there.';
GRANT EXECUTE ON FUNCTION helpdesk.keep_thumbnail TO worker;
