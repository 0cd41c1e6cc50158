-- A trigger, since what somebody did before becoming an agent was not counted.
CREATE OR REPLACE FUNCTION helpdesk.tg_agent__forget_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.counted_day AS c
    USING helpdesk.event AS e
    WHERE e.actor_id = NEW.person_id AND c.day = (e.at AT TIME ZONE 'UTC')::date;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_agent__forget_days IS 'Has the days counted anew on which a new agent did something.';
