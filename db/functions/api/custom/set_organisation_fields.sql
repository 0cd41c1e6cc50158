CREATE FUNCTION api.set_organisation_fields(organisation_id bigint, custom_fields jsonb) RETURNS api.organisations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.organisations;
BEGIN
    PERFORM helpdesk.require('people.custom_fields');
    IF NOT EXISTS (
        SELECT 1 FROM helpdesk.organisation AS o WHERE o.organisation_id = set_organisation_fields.organisation_id
    ) THEN
        PERFORM helpdesk.refuse(
            'PD001',
            format('organisation %s not found', coalesce(set_organisation_fields.organisation_id::text, 'null'))
        );
    END IF;
    PERFORM helpdesk.write_custom_values(
        'organisation', ARRAY[set_organisation_fields.organisation_id], set_organisation_fields.custom_fields
    );
    SELECT * INTO v_result
    FROM api.organisations AS o
    WHERE o.organisation_id = set_organisation_fields.organisation_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_organisation_fields IS
$$Fill in custom fields of an organisation

As rpc/set_custom_fields. Raises PD001, PD002, PD801.$$;
GRANT EXECUTE ON FUNCTION api.set_organisation_fields TO agent, admin;
