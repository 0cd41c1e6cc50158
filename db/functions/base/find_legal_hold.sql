CREATE OR REPLACE FUNCTION helpdesk.find_legal_hold(p_person_id bigint, p_ticket_id bigint DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_ids bigint[] := CASE WHEN p_person_id IS NOT NULL THEN helpdesk.people_merged_into(p_person_id) END;
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
                h.person_id = ANY (v_person_ids)
                OR h.organisation_id IN (
                    SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = ANY (v_person_ids)
                )
                OR p_ticket_id IS NULL AND EXISTS (
                    SELECT 1
                    FROM helpdesk.ticket AS t
                    WHERE t.requester_id = ANY (v_person_ids)
                        AND (h.ticket_id = t.ticket_id OR h.organisation_id = t.organisation_id)
                )
                OR p_ticket_id IS NULL AND EXISTS (
                    SELECT 1
                    FROM helpdesk.ticket AS t
                    WHERE t.ticket_id = ANY (helpdesk.tickets_with_people(v_person_ids))
                        AND (
                            h.ticket_id = t.ticket_id
                            OR h.person_id = t.requester_id
                            OR h.organisation_id = t.organisation_id
                        )
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
'The legal hold, as a sentence, that is on a person and any of their tickets, or of those in which they wrote or take '
'part; or on a ticket; null: none is.';
