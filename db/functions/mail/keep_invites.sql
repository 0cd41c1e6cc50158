CREATE OR REPLACE FUNCTION helpdesk.keep_invites(p_inbound_mail_id bigint, p_invites jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.invite (
        inbound_mail_id, position, method, uid, sequence, summary, location, organiser, answer, starts_at, ends_at,
        starts_on, ends_on, time_zone, is_floating, recurrence
    )
    SELECT p_inbound_mail_id, i.*
    FROM ROWS FROM (jsonb_array_elements(p_invites)) WITH ORDINALITY AS e(invite, number)
    CROSS JOIN LATERAL (
        SELECT e.number::int, r.*
        FROM jsonb_to_record(e.invite) AS r(
            method text, uid text, sequence int, summary text, location text, organiser text, answer text,
            starts_at timestamptz, ends_at timestamptz, starts_on date, ends_on date, time_zone text,
            is_floating boolean, recurrence text
        )
    ) AS i
    ON CONFLICT (inbound_mail_id, position) DO NOTHING;
END;

COMMENT ON FUNCTION helpdesk.keep_invites IS 'Keeps the events of calendars in a mail, once.';
