CREATE OR REPLACE FUNCTION helpdesk.rebuild_custom_view(p_object text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = 'warning'
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_fixed text[];
    v_columns text[];
    v_present text[];
    v_public text;
    v_field record;
    v_link record;
BEGIN
    SELECT * INTO v_object FROM helpdesk.custom_object AS o WHERE o.object = p_object;
    v_fixed := CASE
        WHEN v_object.is_builtin THEN ARRAY[v_object.key_column]
        ELSE ARRAY['record_id', 'name', 'version', 'created_at', 'updated_at']
    END;
    v_columns := v_fixed || ARRAY(
        SELECT f.key
        FROM helpdesk.custom_field AS f
        JOIN pg_catalog.pg_attribute AS a -- of several fields in one statement, the later ones have no column yet
            ON a.attrelid = to_regclass(format('helpdesk.%I', v_object.storage)) AND a.attname = f.key
        WHERE f.object = p_object AND f.is_active
        ORDER BY f.custom_field_id
    );
    v_present := ARRAY(
        SELECT a.attname::text
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = to_regclass(format('api.%I', v_object.resource)) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    );
    -- Replacing keeps what readers have open, but can only add columns at the end.
    IF NOT v_object.is_active THEN
        PERFORM helpdesk.drop_custom_views(v_object);
        RETURN;
    ELSIF v_present <> '{}' AND v_present <> v_columns[1:cardinality(v_present)] THEN
        EXECUTE format('DROP VIEW api.%I', v_object.resource);
    END IF;
    PERFORM pg_notify('pgrst', 'reload schema');
    EXECUTE format(
        'CREATE OR REPLACE VIEW api.%I WITH (security_invoker = true) AS'
        ' SELECT %s FROM helpdesk.%I AS c WHERE helpdesk.token_reads(%L)',
        v_object.resource,
        (
            SELECT string_agg(format('c.%I', n.name), ', ' ORDER BY n.number)
            FROM unnest(v_columns) WITH ORDINALITY AS n(name, number)
        ),
        v_object.storage,
        CASE WHEN v_object.is_builtin THEN v_object.resource ELSE 'custom_records' END
    );
    EXECUTE format(
        'COMMENT ON VIEW api.%I IS %L',
        v_object.resource,
        v_object.description || E'\n\n'
            || 'A column a field, as custom_fields defines them; customers name the columns that they may see. Written '
            || CASE
                WHEN v_object.is_builtin
                    THEN format('by rpc/set_custom_fields and the like; embeds in %ss.', v_object.object)
                ELSE 'by rpc/save_record.'
            END
    );
    PERFORM helpdesk.describe_custom_view(v_object.resource, v_object.storage);
    FOR v_field IN
        SELECT * FROM helpdesk.custom_field AS f WHERE f.object = p_object AND f.is_active AND f.key = ANY (v_columns)
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN api.%I.%I IS %L', v_object.resource, v_field.key,
            concat_ws(': ', v_field.label, v_field.description)
        );
    END LOOP;
    SELECT string_agg(format('%I', c.name), ', ') INTO v_public
    FROM unnest(v_columns) AS c(name)
    WHERE c.name = ANY (ARRAY[v_object.key_column, 'name']) AND c.name = ANY (v_fixed) OR EXISTS (
        SELECT 1
        FROM helpdesk.custom_field AS f
        WHERE f.object = p_object AND f.key = c.name AND f.is_active AND f.customer_access <> 'none'
    );
    EXECUTE format('REVOKE ALL ON api.%I FROM customer', v_object.resource);
    EXECUTE format('GRANT SELECT ON api.%I TO agent, admin', v_object.resource);
    IF v_object.is_visible_to_customers THEN
        EXECUTE format('GRANT SELECT (%s) ON api.%I TO customer', v_public, v_object.resource);
    END IF;
    FOR v_link IN
        SELECT v_object.resource || '_' || l.plural AS view, v_object.storage || '_' || l.target AS storage, l.target
        FROM (
            VALUES ('ticket', 'tickets'), ('person', 'people'), ('organisation', 'organisations')
        ) AS l(target, plural)
        WHERE NOT v_object.is_builtin
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE VIEW api.%I WITH (security_invoker = true) AS'
            ' SELECT l.record_id, l.%I FROM helpdesk.%I AS l WHERE helpdesk.token_reads(''custom_records'')',
            v_link.view, v_link.target || '_id', v_link.storage
        );
        EXECUTE format(
            'COMMENT ON VIEW api.%I IS %L',
            v_link.view,
            format('Links of %s', v_object.label) || E'\n\n'
                || format('Through it %s and what they are linked to embed each other. ', v_object.resource)
                || 'Written by rpc/link_record and rpc/unlink_record.'
        );
        PERFORM helpdesk.describe_custom_view(v_link.view, v_link.storage);
        EXECUTE format('REVOKE ALL ON api.%I FROM customer', v_link.view);
        EXECUTE format('GRANT SELECT ON api.%I TO agent, admin', v_link.view);
        IF v_object.is_visible_to_customers THEN
            EXECUTE format('GRANT SELECT ON api.%I TO customer', v_link.view);
        END IF;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.rebuild_custom_view IS
'Makes the view of api that shows an object''s fields, with the columns that customers may read, and tells the API '
'servers; at each change of a field and at each deploy.';
