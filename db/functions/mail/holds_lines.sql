CREATE OR REPLACE FUNCTION helpdesk.holds_lines(p_ticket_id bigint, p_lines jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH written AS (
        SELECT regexp_replace(concat_ws(' ', t.description, (
            SELECT string_agg(recent.body, ' ')
            FROM (
                SELECT m.body
                FROM helpdesk.message AS m
                WHERE m.ticket_id = p_ticket_id AND m.kind = 'reply'
                ORDER BY m.message_id DESC
                LIMIT 20
            ) AS recent
        )), '\s+', ' ', 'g') AS text
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = p_ticket_id
    )
    SELECT jsonb_array_length(p_lines) > 0 AND NOT EXISTS (
        SELECT 1
        FROM jsonb_array_elements_text(p_lines) AS l(line)
        CROSS JOIN written AS w
        WHERE strpos(w.text, regexp_replace(l.line, '\s+', ' ', 'g')) = 0
    );
END;

COMMENT ON FUNCTION helpdesk.holds_lines IS
'Whether each of these lines stands in the ticket''s description or one of its last 20 replies, however they are '
'wrapped; false for no lines.';
