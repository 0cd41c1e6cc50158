CREATE VIEW api.import_fields WITH (security_invoker = true) AS
SELECT
    f.record,
    f.field,
    f.value_type,
    f.is_required,
    f.max_length,
    f.allowed,
    f.refers_to,
    f.mapped_as,
    f.description
FROM helpdesk.import_field AS f
WHERE helpdesk.token_reads('import_fields');

COMMENT ON VIEW api.import_fields IS
$$The form in which records come in and go out

Beside these each record has "record", its kind, and "id", unique by kind within its source.$$;

GRANT SELECT ON api.import_fields TO admin;
