CREATE OR REPLACE FUNCTION helpdesk.find_or_create_bridge_author(p_channel text, p_author jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint;
BEGIN
    -- One at a time, so that nobody becomes two people: all that a channel brings waits for its conversation anyway.
    PERFORM helpdesk.take_turn(format('meet authors of %s', p_channel));
    SELECT a.person_id INTO v_person_id
    FROM helpdesk.bridge_author AS a
    WHERE a.channel = p_channel AND a.external_id = p_author ->> 'id';
    IF FOUND THEN
        RETURN v_person_id;
    END IF;
    INSERT INTO helpdesk.person (name, is_guest)
    VALUES (left(coalesce(nullif(btrim(p_author ->> 'name'), ''), p_author ->> 'id'), 200), true)
    RETURNING person_id INTO v_person_id;
    INSERT INTO helpdesk.bridge_author (channel, external_id, person_id)
    VALUES (p_channel, p_author ->> 'id', v_person_id);
    RETURN v_person_id;
END
$$;

COMMENT ON FUNCTION helpdesk.find_or_create_bridge_author IS
'Who writes by a channel, made as a guest without an address if new: what a bridge says of somebody makes them nobody '
'whom the desk knows.';
