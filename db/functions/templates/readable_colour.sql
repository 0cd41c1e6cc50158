CREATE OR REPLACE FUNCTION helpdesk.readable_colour(p_colour text, p_background text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_behind double precision := helpdesk.luminance(p_background);
    v_goal int := CASE WHEN v_behind > 0.179 THEN 0 ELSE 255 END;
BEGIN
    RETURN (
        SELECT m.colour
        FROM generate_series(0, 20) AS s(step)
        CROSS JOIN LATERAL (
            SELECT '#' || string_agg(
                lpad(to_hex((
                    get_byte(decode(substr(p_colour, 2), 'hex'), n.number) * (20 - s.step) + v_goal * s.step
                ) / 20), 2, '0'),
                '' ORDER BY n.number
            ) AS colour
            FROM generate_series(0, 2) AS n(number)
        ) AS m
        WHERE greatest(helpdesk.luminance(m.colour), v_behind) + 0.05
            >= 4.5 * (least(helpdesk.luminance(m.colour), v_behind) + 0.05)
        ORDER BY s.step
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.readable_colour IS
'A colour #rrggbb made as much darker or lighter as text in it needs to be read on a background: 4.5 : 1 (WCAG 2.2).';
