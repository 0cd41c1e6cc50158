-- A trigger, since the events keep the names of statuses, and their categories say what was open.
CREATE OR REPLACE FUNCTION helpdesk.tg_status__forget_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.counted_day;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_status__forget_days IS
'Has all days counted anew: by another category of a status other tickets were open.';
