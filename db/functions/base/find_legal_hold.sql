CREATE OR REPLACE FUNCTION helpdesk.find_legal_hold(p_person_id bigint, p_ticket_id bigint DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT format(
            'Legal hold %s on %s: %s',
            h.legal_hold_id,
            CASE
                WHEN h.ticket_id IS NOT NULL THEN 'ticket ' || h.ticket_id
                WHEN h.person_id IS NOT NULL THEN 'person ' || h.person_id
                ELSE 'organisation ' || h.organisation_id
            END,
            h.reason
        )
        FROM helpdesk.legal_hold AS h
        WHERE h.lifted_at IS NULL
            AND (
                h.person_id = p_person_id
                OR h.organisation_id = (
                    SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = p_person_id
                )
                OR p_ticket_id IS NULL AND h.ticket_id IN (
                    SELECT t.ticket_id
                    FROM helpdesk.ticket AS t
                    WHERE t.ticket_id = h.ticket_id AND t.requester_id = p_person_id
                )
                OR p_ticket_id IS NOT NULL AND EXISTS (
                    SELECT 1
                    FROM helpdesk.ticket AS t
                    WHERE t.ticket_id = p_ticket_id
                        AND (
                            h.ticket_id = t.ticket_id
                            OR h.person_id = t.requester_id
                            OR h.organisation_id = t.organisation_id
                        )
                )
            )
        ORDER BY h.legal_hold_id
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_legal_hold IS
'The legal hold, as a sentence, that is on a person and any of their tickets, or on a ticket; null: none is.';
