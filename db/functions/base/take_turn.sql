CREATE OR REPLACE FUNCTION helpdesk.take_turn(p_name text, p_is_shared boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    LOOP
        IF p_is_shared THEN
            PERFORM FROM helpdesk.turn AS t WHERE t.name = p_name FOR SHARE;
        ELSE
            PERFORM FROM helpdesk.turn AS t WHERE t.name = p_name FOR UPDATE;
        END IF;
        EXIT WHEN FOUND;
        INSERT INTO helpdesk.turn (name) VALUES (p_name) ON CONFLICT (name) DO NOTHING;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.take_turn IS
'Waits until no other transaction does what p_name names, and keeps others from it until this one ends. p_is_shared: '
'only from those that take it alone.';
