CREATE OR REPLACE FUNCTION audit.seal_changes(p_limit bigint DEFAULT 20000, p_rows int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_seal audit.seal;
    v_horizon xid8;
    v_part record;
    v_leaves bytea;
    v_done bigint := 0;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM helpdesk.refuse('PD120', 'seals are made at isolation level read committed only');
    END IF;
    -- The second of two at once waits, and goes on where the first ended.
    PERFORM helpdesk.lock_job('seals');
    IF audit.begin_generation() THEN
        -- What others wait for ends with this transaction.
        RETURN helpdesk.job_has_more(1, 1) - 1;
    END IF;
    SELECT * INTO v_seal FROM audit.seal AS s ORDER BY s.seal_id DESC LIMIT 1;
    v_seal.generation := (SELECT max(g.generation) FROM audit.generation AS g);
    -- In this order: who begins after the snapshot of the second takes an id above the first.
    v_seal.seen_change_id := (SELECT q.last_value FROM audit.change_change_id_seq AS q);
    v_seal.seen_xid := (SELECT pg_snapshot_xmax(pg_current_snapshot()));
    v_horizon := (SELECT pg_snapshot_xmin(pg_current_snapshot()));
    v_seal.sealed_at := helpdesk.clock();
    FOR v_part IN
        WITH unsealed AS (
            SELECT
                u.change_id,
                u.xid,
                m.month,
                (row_number() OVER (PARTITION BY m.month ORDER BY u.xid, u.change_id) - 1) / p_rows AS part
            FROM audit.list_unsealed(p_limit, v_horizon) AS u
            CROSS JOIN LATERAL (SELECT date_trunc('month', u.at AT TIME ZONE 'UTC')::date AS month) AS m
        ),
        last AS (
            SELECT u.xid, u.change_id, u.xid > '0' AND count(*) OVER () < p_limit AS is_all
            FROM unsealed AS u
            ORDER BY u.xid DESC, u.change_id DESC
            LIMIT 1
        )
        SELECT
            u.month,
            array_agg(u.change_id ORDER BY u.xid, u.change_id) AS change_ids,
            max(u.change_id) AS highest_change_id,
            CASE WHEN l.is_all THEN v_horizon ELSE l.xid END AS last_xid,
            CASE WHEN l.is_all THEN 0 ELSE l.change_id END AS last_change_id
        FROM unsealed AS u
        CROSS JOIN last AS l
        GROUP BY u.month, u.part, l.xid, l.change_id, l.is_all
        ORDER BY u.month, u.part
    LOOP
        SELECT string_agg(h.leaf, '') INTO v_leaves FROM audit.hash_changes(v_part.change_ids, v_part.month) AS h;
        v_seal.seal_id := coalesce(v_seal.seal_id, 0) + 1;
        v_seal.month := v_part.month;
        v_seal.row_count := cardinality(v_part.change_ids);
        v_seal.root := audit.merkle_root(v_leaves);
        v_seal.previous_hash := coalesce(v_seal.hash, decode(repeat('00', 32), 'hex'));
        v_seal.hash := audit.seal_hash(v_seal);
        v_seal.last_xid := v_part.last_xid;
        v_seal.last_change_id := v_part.last_change_id;
        v_seal.highest_change_id := v_part.highest_change_id;
        INSERT INTO audit.seal VALUES (v_seal.*);
        INSERT INTO audit.sealed_rows (seal_id, change_ids, leaves)
        VALUES (v_seal.seal_id, v_part.change_ids, v_leaves);
        v_done := v_done + v_seal.row_count;
    END LOOP;
    RETURN helpdesk.job_has_more(v_done, p_limit);
END
$$;

COMMENT ON FUNCTION audit.seal_changes IS
'Seals the changes of transactions that are over, at most p_limit of them, p_rows a seal; returns how many.';
GRANT EXECUTE ON FUNCTION audit.seal_changes TO worker;
