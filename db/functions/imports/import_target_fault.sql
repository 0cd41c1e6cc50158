CREATE OR REPLACE FUNCTION helpdesk.import_target_fault(p_kind text, p_target text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE
        WHEN p_target IS NULL
            OR p_target = '-' AND p_kind IN ('department', 'ticket_type', 'field')
            OR p_target = '+' AND p_kind = 'person' THEN NULL
        WHEN p_kind = 'status' AND NOT EXISTS (
            SELECT FROM helpdesk.status AS s WHERE s.status = p_target AND s.is_active
        ) THEN 'See /rest/statuses.'
        WHEN p_kind = 'priority' AND NOT EXISTS (
            SELECT FROM helpdesk.priority AS p WHERE p.priority = p_target
        ) THEN 'See /rest/priorities.'
        WHEN p_kind = 'ticket_type' AND NOT EXISTS (
            SELECT FROM helpdesk.ticket_type AS t WHERE t.ticket_type = p_target
        ) THEN 'See /rest/ticket_types; - leaves it out.'
        WHEN p_kind = 'department' AND p_target !~ '^[a-z0-9][a-z0-9-]{0,62}$'
            THEN 'Give a slug: lower-case letters, digits and hyphens; - leaves it out.'
        WHEN p_kind = 'role' AND p_target NOT IN ('customer', 'agent', 'admin')
            THEN 'Give customer, agent or admin.'
        WHEN p_kind = 'role' AND p_target = 'admin' AND helpdesk.actor_role() NOT IN ('admin', 'system')
            THEN 'Only administrators make others.'
        WHEN p_kind = 'person' AND NOT EXISTS (
            SELECT FROM helpdesk.person AS p WHERE p.person_id::text = p_target AND p.merged_into_id IS NULL
        ) THEN 'Give a person_id of /rest/people, or + for a new person.'
        WHEN p_kind = 'field' AND NOT EXISTS (
            SELECT FROM helpdesk.custom_field AS f WHERE f.object = 'ticket' AND f.key = p_target AND f.is_active
        ) THEN 'See /rest/custom_fields; - leaves it out.'
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.import_target_fault IS
'Why a word cannot be given this meaning, as a hint; null: it can.';
