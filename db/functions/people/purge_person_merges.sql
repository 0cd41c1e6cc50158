CREATE OR REPLACE FUNCTION helpdesk.purge_person_merges(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        UPDATE helpdesk.person_merge AS m
        SET moved = NULL, source_before = NULL, target_before = NULL
        WHERE m.person_merge_id IN (
            SELECT o.person_merge_id
            FROM helpdesk.person_merge AS o
            WHERE o.moved IS NOT NULL
                AND o.merged_at < helpdesk.clock()
                    - make_interval(hours => helpdesk.setting_int('unmerge_within_hours'))
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_person_merges IS
'Forgets of up to p_limit merges of people, which can no longer be undone, what was before; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_person_merges TO worker;
