CREATE OR REPLACE FUNCTION helpdesk.end_telling(p_subscriber text, p_event_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.event_subscriber AS s SET told_event_id = p_event_id WHERE s.event_subscriber = p_subscriber;
END
$$;

COMMENT ON FUNCTION helpdesk.end_telling IS 'A subscriber has heard of the events up to this one.';
GRANT EXECUTE ON FUNCTION helpdesk.end_telling TO worker;
