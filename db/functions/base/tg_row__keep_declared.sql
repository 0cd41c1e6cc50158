-- A trigger, since a right cannot keep single rows, and none binds who owns the table.
CREATE OR REPLACE FUNCTION helpdesk.tg_row__keep_declared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_key jsonb;
BEGIN
    SELECT d.key INTO v_key
    FROM pgdesk_deploy.declared_row AS d
    WHERE d.table_name = format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME) AND d.file IS NOT NULL
        AND to_jsonb(OLD) @> d.key AND (TG_OP = 'DELETE' OR NOT to_jsonb(NEW) @> d.key);
    IF v_key IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD009',
            format(
                '%s %s is used by pgdesk itself', replace(TG_TABLE_NAME, '_', ' '),
                (SELECT string_agg(k.value, ', ') FROM jsonb_each_text(v_key) AS k)
            ),
            NULL, 'It is not deleted or renamed; a deploy whose files declare it no more takes it away.'
        );
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

COMMENT ON FUNCTION helpdesk.tg_row__keep_declared IS
'Keeps the rows that db/ declares, without which functions fail; a deploy that declares one no longer takes it away. '
'Raises PD009.';
