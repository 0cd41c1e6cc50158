-- Snoozing puts a ticket aside; it stays open. Setting snooze_status may name a status for the time; waking gives the
-- old one back, unless somebody has changed the status meanwhile. Resolving or closing ends a snooze
-- (tg_ticket__end_snooze).
CREATE OR REPLACE FUNCTION helpdesk.snooze_instant(p_preset text, p_time_zone text, p_from timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE p_preset
        WHEN '1h' THEN p_from + interval '1 hour'
        WHEN '4h' THEN p_from + interval '4 hours'
        WHEN 'tomorrow' THEN (d.day + 1 + d.wakes) AT TIME ZONE p_time_zone
        WHEN 'next_monday' THEN (d.day + 8 - extract(isodow FROM d.day)::int + d.wakes) AT TIME ZONE p_time_zone
    END
    FROM (
        SELECT
            (p_from AT TIME ZONE p_time_zone)::date AS day,
            make_interval(hours => helpdesk.setting_int('snooze_hour')) AS wakes
    ) AS d;
END;

COMMENT ON FUNCTION helpdesk.snooze_instant IS
'When a preset (1h, 4h, tomorrow, next_monday) wakes: the latter two at setting snooze_hour in the zone, also across a '
'change of its offset. NULL for other presets.';
