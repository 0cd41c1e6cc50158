-- A trigger, so that bytes are looked at whoever takes away what referred to them.
CREATE OR REPLACE FUNCTION helpdesk.tg_attachment__loosen_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.stored_file AS f SET loosened_at = helpdesk.clock() WHERE f.stored_file_id = OLD.stored_file_id;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_attachment__loosen_file IS 'Notes that stored bytes have lost what referred to them.';
