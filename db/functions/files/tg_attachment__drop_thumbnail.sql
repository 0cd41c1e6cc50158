-- A trigger, so that the picture goes whoever takes the file away.
CREATE OR REPLACE FUNCTION helpdesk.tg_attachment__drop_thumbnail() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.thumbnail AS t WHERE t.attachment_id = NEW.attachment_id;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_attachment__drop_thumbnail IS 'Removes the small picture of a file that is gone.';
