CREATE OR REPLACE FUNCTION helpdesk.ask_thumbnail(p_attachment_id bigint) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_content bytea := (SELECT t.content FROM helpdesk.thumbnail AS t WHERE t.attachment_id = p_attachment_id);
BEGIN
    IF v_content IS NULL THEN
        INSERT INTO helpdesk.thumbnail AS t (attachment_id, asked_at)
        SELECT a.attachment_id, helpdesk.clock()
        FROM helpdesk.attachment AS a
        WHERE a.attachment_id = p_attachment_id AND a.state = 'clean' AND a.media_type LIKE 'image/%'
        ON CONFLICT (attachment_id) DO UPDATE
        SET asked_at = excluded.asked_at
        WHERE t.content IS NULL AND t.asked_at < excluded.asked_at - interval '10 minutes';
        IF FOUND THEN
            PERFORM helpdesk.enqueue('make_thumbnail', jsonb_build_array(p_attachment_id), 'thumbnails');
        END IF;
    END IF;
    RETURN v_content;
END
$$;

COMMENT ON FUNCTION helpdesk.ask_thumbnail IS
'The small picture of an image; where there is none, a worker is told to make it, unless it was within ten minutes, '
'and NULL is returned. Whether somebody may see it is for the caller to ask (api.open_file).';
GRANT EXECUTE ON FUNCTION helpdesk.ask_thumbnail TO worker;
