CREATE OR REPLACE FUNCTION helpdesk.lock_record(p_object text, p_record_id bigint, p_version int DEFAULT NULL)
RETURNS helpdesk.custom_object
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_version int;
BEGIN
    SELECT * INTO v_object
    FROM helpdesk.custom_object AS o
    WHERE o.object = p_object AND NOT o.is_builtin AND o.is_active;
    IF v_object.object IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('custom object %s not found', coalesce(left(p_object, 100), 'null')));
    END IF;
    IF p_record_id IS NOT NULL THEN
        EXECUTE format(
            'SELECT r.version FROM helpdesk.%I AS r WHERE r.record_id = $1 FOR NO KEY UPDATE', v_object.storage
        )
        INTO v_version USING p_record_id;
        IF v_version IS NULL THEN
            PERFORM helpdesk.refuse('PD001', format('record %s of %s not found', p_record_id, p_object));
        ELSIF p_version <> v_version THEN
            PERFORM helpdesk.refuse(
                'PD005', format('record %s has version %s, not %s', p_record_id, v_version, p_version), NULL,
                'Read the record again.'
            );
        END IF;
    END IF;
    RETURN v_object;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_record IS
'The custom object and, where a record is named, its lock. Raises PD001, PD005.';
