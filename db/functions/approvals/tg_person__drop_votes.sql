-- A trigger, so that no way to deactivate somebody leaves an approval that waits for them.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__drop_votes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[];
BEGIN
    PERFORM FROM helpdesk.ticket AS t
    WHERE t.ticket_id IN (
        SELECT a.ticket_id
        FROM helpdesk.approval_vote AS v
        JOIN helpdesk.approval AS a USING (approval_id)
        WHERE v.person_id = NEW.person_id AND v.state = 'pending'
    )
    ORDER BY t.ticket_id
    FOR NO KEY UPDATE;
    WITH dropped AS (
        UPDATE helpdesk.approval_vote AS v
        SET state = 'void'
        WHERE v.person_id = NEW.person_id AND v.state = 'pending'
        RETURNING v.approval_id
    )
    SELECT array_agg(d.approval_id) INTO v_ids FROM dropped AS d;
    PERFORM helpdesk.settle_approval(i.approval_id) FROM unnest(v_ids) AS i(approval_id);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__drop_votes IS
'Who is deactivated or leaves the staff is not asked for approvals any more; those that wait for nobody else end.';
