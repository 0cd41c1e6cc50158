-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.luminance(p_colour text) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT sum(
            w.weight * CASE WHEN c.part <= 0.04045 THEN c.part / 12.92 ELSE power((c.part + 0.055) / 1.055, 2.4) END
        )
        FROM (VALUES (0, 0.2126), (1, 0.7152), (2, 0.0722)) AS w(number, weight)
        CROSS JOIN LATERAL (
            SELECT get_byte(decode(substr(p_colour, 2), 'hex'), w.number) / 255.0::double precision AS part
        ) AS c
    );
END
$$;

COMMENT ON FUNCTION helpdesk.luminance IS
'Relative luminance of a colour #rrggbb, 0 for black to 1 for white (WCAG 2.2).';
