CREATE OR REPLACE FUNCTION helpdesk.settle_approval(p_approval_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_state text;
BEGIN
    SELECT CASE
        WHEN c.approved >= c.needed THEN 'approved'
        WHEN c.approved + c.pending >= c.needed THEN NULL
        WHEN c.declined > 0 THEN 'declined'
        ELSE 'expired'
    END
    INTO v_state
    FROM (
        SELECT
            count(*) FILTER (WHERE v.state = 'approved') AS approved,
            count(*) FILTER (WHERE v.state = 'declined') AS declined,
            count(*) FILTER (WHERE v.state = 'pending') AS pending,
            coalesce(
                a.needed, greatest(count(*) FILTER (WHERE v.state IN ('approved', 'declined', 'pending')), 1)
            ) AS needed
        FROM helpdesk.approval AS a
        JOIN helpdesk.approval_vote AS v USING (approval_id)
        WHERE a.approval_id = p_approval_id
        GROUP BY a.approval_id
    ) AS c;
    IF v_state IS NOT NULL THEN
        PERFORM helpdesk.end_approvals(ARRAY[p_approval_id], v_state);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.settle_approval IS
'Ends an approval, of a locked ticket, once enough have approved, or too many have declined or left.';
