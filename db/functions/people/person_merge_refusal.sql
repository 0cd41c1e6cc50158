CREATE OR REPLACE FUNCTION helpdesk.person_merge_refusal(
    p_source helpdesk.person,
    p_target helpdesk.person
)
RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN (p_source).person_id = (p_target).person_id
            THEN helpdesk.refusal('PD090', format('%s cannot be merged into themselves', (p_source).name))
        WHEN 'customer' <> ALL (ARRAY[(p_source).role, (p_target).role])
            OR (p_source).role <> (p_target).role
            THEN helpdesk.refusal(
                'PD090', format('%s and %s are not both customers', (p_source).name, (p_target).name), NULL,
                'Staff are not merged: deactivate one, and give the tickets to the other.'
            )
        WHEN (p_source).merged_into_id IS NOT NULL OR (p_target).merged_into_id IS NOT NULL
            THEN helpdesk.refusal(
                'PD090', 'one of them has been merged already', NULL, 'See merged_into_id in /rest/people.'
            )
        WHEN (p_target).is_guest AND NOT (p_source).is_guest
            THEN helpdesk.refusal(
                'PD090', format('%s has an account, %s has none', (p_source).name, (p_target).name), NULL,
                'Merge the other way round.'
            )
        WHEN NOT (p_target).is_active
            THEN helpdesk.refusal(
                'PD090', format('%s is not active', (p_target).name), NULL, 'Activate them first.'
            )
    END;
END;

COMMENT ON FUNCTION helpdesk.person_merge_refusal IS 'Why one person cannot be merged into another; null: they can.';
