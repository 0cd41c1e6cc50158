-- What is hashed says docs/audit.md, so that others can do it again. The rows are fetched first, each by its key
-- (OFFSET 0), and with a plan for the table as it is: else the whole month may be hashed for a few of its rows.
CREATE OR REPLACE FUNCTION audit.hash_changes(p_change_ids bigint[], p_month date)
RETURNS TABLE (change_id bigint, leaf bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    SELECT r.change_id, sha256('\x00' || sha256(convert_to(r.head, 'UTF8')) || h.fields)
    FROM unnest(p_change_ids) WITH ORDINALITY AS i(change_id, position)
    CROSS JOIN LATERAL (
        SELECT c.*, audit.change_head(c) AS head
        FROM audit.change AS c
        WHERE c.change_id = i.change_id
            AND c.at >= p_month::timestamp AT TIME ZONE 'UTC'
            AND c.at < (p_month::timestamp + interval '1 month') AT TIME ZONE 'UTC'
        OFFSET 0
    ) AS r
    CROSS JOIN LATERAL (
        SELECT string_agg(
            convert_to(f.name, 'UTF8') || '\x00' || CASE
                WHEN r.withheld IS NULL
                    THEN sha256(sha256(uuid_send(r.salt) || convert_to(f.name, 'UTF8')) || convert_to(f.value, 'UTF8'))
                ELSE coalesce(
                    decode(r.withheld -> f.name ->> 'commitment', 'hex'),
                    sha256(decode(r.withheld -> f.name ->> 'salt', 'hex') || convert_to(f.value, 'UTF8'))
                )
            END,
            '' ORDER BY f.name COLLATE "C"
        ) AS fields
        FROM audit.change_fields(r.row_key, r.request_id, r.old_values, r.new_values) AS f
    ) AS h
    ORDER BY i.position;
END
$$;

COMMENT ON FUNCTION audit.hash_changes IS
'The leaves of changes of a month, in the order given; without those that are not there.';
