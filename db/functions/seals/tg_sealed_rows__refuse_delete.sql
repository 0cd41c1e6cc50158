-- A trigger, since privileges do not bind the owner.
CREATE OR REPLACE FUNCTION audit.tg_sealed_rows__refuse_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM audit.seal AS s
        JOIN audit.gap AS g ON g.reason = 'retention' AND g.until_at > s.month::timestamp AT TIME ZONE 'UTC'
        WHERE s.seal_id = OLD.seal_id
    ) THEN
        PERFORM helpdesk.refuse('PD017', format('the rows of seal %s are kept while its month is', OLD.seal_id));
    END IF;
    RETURN OLD;
END
$$;

COMMENT ON FUNCTION audit.tg_sealed_rows__refuse_delete IS
'Keeps what a seal tells of its rows until retention has dropped their month. Raises PD017.';
