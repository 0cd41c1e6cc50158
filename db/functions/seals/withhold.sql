-- A value that goes leaves its commitment, and every other of the row its own salt; the row's salt, from which the
-- one's could be made, goes: a short value could be guessed.
CREATE OR REPLACE FUNCTION audit.withhold(
    p_table text,
    p_row_keys text[],
    p_columns text[],
    p_pattern text,
    p_mark text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    v_done bigint;
BEGIN
    WITH found AS (
        SELECT c.*, w.old_kept, w.new_kept
        FROM audit.change AS c
        CROSS JOIN LATERAL (
            SELECT
                jsonb_object_agg(e.key, k.kept) FILTER (WHERE NOT v.is_new) AS old_kept,
                jsonb_object_agg(e.key, k.kept) FILTER (WHERE v.is_new) AS new_kept
            FROM (VALUES (false, c.old_values), (true, c.new_values)) AS v(is_new, row)
            CROSS JOIN LATERAL jsonb_each(v.row) AS e
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN e.key = ANY (p_columns) OR p_columns = '{*}'
                        THEN helpdesk.take_words(e.value, p_pattern, p_mark)
                    ELSE e.value
                END AS kept
            ) AS k
        ) AS w
        WHERE c.table_name = p_table AND c.row_key = ANY (p_row_keys)
    ),
    kept AS (
        SELECT
            f.*,
            CASE
                -- The key of such a row is a value of it.
                WHEN coalesce(f.old_values, f.new_values) -> k.key_column
                    IS DISTINCT FROM coalesce(f.old_kept, f.new_kept) -> k.key_column THEN p_mark
                ELSE f.row_key
            END AS key_kept
        FROM found AS f
        CROSS JOIN LATERAL (
            SELECT (
                SELECT e.key
                FROM jsonb_each_text(coalesce(f.old_values, f.new_values)) AS e
                WHERE e.key = ANY (p_columns) AND e.value = f.row_key
                LIMIT 1
            ) AS key_column
        ) AS k
    )
    UPDATE audit.change AS c
    SET
        row_key = k.key_kept,
        old_values = k.old_kept,
        new_values = k.new_kept,
        salt = NULL,
        withheld = (
            SELECT jsonb_object_agg(
                f.name,
                CASE
                    WHEN k.withheld -> f.name ? 'commitment' THEN k.withheld -> f.name
                    WHEN f.value = g.value THEN jsonb_build_object('salt', encode(s.salt, 'hex'))
                    ELSE jsonb_build_object(
                        'commitment', encode(sha256(s.salt || convert_to(f.value, 'UTF8')), 'hex')
                    )
                END
            )
            FROM audit.change_fields(k.row_key, k.request_id, k.old_values, k.new_values) AS f
            JOIN audit.change_fields(k.key_kept, k.request_id, k.old_kept, k.new_kept) AS g USING (name)
            CROSS JOIN LATERAL (
                SELECT coalesce(
                    decode(k.withheld -> f.name ->> 'salt', 'hex'),
                    sha256(uuid_send(k.salt) || convert_to(f.name, 'UTF8'))
                ) AS salt
            ) AS s
        )
    FROM kept AS k
    WHERE c.change_id = k.change_id
        AND c.at = k.at
        AND (k.row_key, k.old_values, k.new_values) IS DISTINCT FROM (k.key_kept, k.old_kept, k.new_kept);
    GET DIAGNOSTICS v_done = ROW_COUNT;
    RETURN v_done;
END
$$;

COMMENT ON FUNCTION audit.withhold IS
'Takes away what the audit log tells of columns ({*}: all) of rows of a table, by their keys: texts that match the '
'pattern; null: all. Seals stay valid. Returns how many changes it concerned.';
