CREATE OR REPLACE FUNCTION helpdesk.approver_refusal(
    p_ticket helpdesk.ticket,
    p_person_ids bigint[],
    p_requested_by bigint
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_refused text;
BEGIN
    IF coalesce(cardinality(p_person_ids), 0) = 0 THEN
        RETURN helpdesk.refusal('PD176', 'nobody is named who could approve');
    ELSIF cardinality(p_person_ids) > 100 THEN
        RETURN helpdesk.refusal('PD176', 'more than 100 people are named', NULL, 'Ask fewer.');
    ELSIF p_requested_by = ANY (p_person_ids) AND NOT helpdesk.setting_bool('approval_by_asker') THEN
        RETURN helpdesk.refusal(
            'PD176', 'who asks for an approval does not decide', 'Setting approval_by_asker says so.', 'Name others.'
        );
    ELSIF p_ticket.requester_id = ANY (p_person_ids) AND NOT helpdesk.setting_bool('approval_by_requester') THEN
        RETURN helpdesk.refusal(
            'PD176', 'the requester of the ticket does not decide', 'Setting approval_by_requester says so.',
            'Name others.'
        );
    END IF;
    SELECT string_agg(u.person_id::text, ', ' ORDER BY u.person_id) INTO v_refused
    FROM unnest(p_person_ids) AS u(person_id)
    WHERE NOT EXISTS (
        SELECT
        FROM helpdesk.person AS p
        WHERE p.person_id = u.person_id AND p.is_active AND NOT p.is_guest AND (
            p.role <> 'customer'
            OR p.person_id = p_ticket.requester_id
            OR p.organisation_id = p_ticket.organisation_id
        )
    );
    IF v_refused IS NOT NULL THEN
        RETURN helpdesk.refusal(
            'PD176', format('cannot be asked on ticket %s: %s', p_ticket.reference, v_refused), NULL,
            'Name active staff, the requester, or customers of the ticket''s organisation, who have an account.'
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.approver_refusal IS
'Why people cannot be asked to approve something of a ticket, as refusal says it, or NULL: active staff, its requester '
'and customers of its organisation can; nobody without an account, nor, unless settings say so, who asks.';
