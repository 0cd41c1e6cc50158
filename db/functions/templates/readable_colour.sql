-- PL/pgSQL: most colours are read as they are, and the loop ends at once.
CREATE OR REPLACE FUNCTION helpdesk.readable_colour(p_colour text, p_background text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_behind double precision := helpdesk.luminance(p_background);
    v_goal int := CASE WHEN v_behind > 0.179 THEN 0 ELSE 255 END;
    v_given bytea := decode(substr(p_colour, 2), 'hex');
    v_mixed bytea := v_given;
    v_colour text := p_colour;
    v_luminance double precision;
BEGIN
    FOR v_step IN 1 .. 20 LOOP
        v_luminance := helpdesk.luminance(v_colour);
        EXIT WHEN greatest(v_luminance, v_behind) + 0.05 >= 4.5 * (least(v_luminance, v_behind) + 0.05);
        FOR v_part IN 0 .. 2 LOOP
            v_mixed := set_byte(v_mixed, v_part, (get_byte(v_given, v_part) * (20 - v_step) + v_goal * v_step) / 20);
        END LOOP;
        v_colour := '#' || encode(v_mixed, 'hex');
    END LOOP;
    RETURN v_colour;
END
$$;

COMMENT ON FUNCTION helpdesk.readable_colour IS
'A colour #rrggbb made as much darker or lighter as text in it needs to be read on a background: 4.5 : 1 (WCAG 2.2).';
