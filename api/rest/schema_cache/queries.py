"""The one statement that reads pg_catalog. $1: exposed schemas; search_path must be empty.

It answers with a single JSON document, so the whole schema cache comes from one snapshot.
"""

TABLES = r"""
SELECT json_agg(json_build_object(
    'schema', n.nspname, 'name', c.relname, 'oid', c.oid::bigint,
    'is_exposed', n.nspname = ANY ($1),
    'description', pg_catalog.obj_description(c.oid, 'pg_class'),
    'is_view', c.relkind IN ('v', 'm'),
    'is_partition', c.relispartition,
    'is_insertable', u.bits & 8 <> 0,
    'is_updatable', u.bits & 4 <> 0,
    'is_deletable', u.bits & 16 <> 0,
    'primary_key', (
        SELECT coalesce(json_agg(a.attname ORDER BY k.position), '[]')
        FROM pg_constraint AS p, unnest(p.conkey) WITH ORDINALITY AS k (attnum, position)
        JOIN pg_attribute AS a ON a.attnum = k.attnum
        WHERE p.contype = 'p' AND p.conrelid = c.oid AND a.attrelid = c.oid),
    'columns', CASE WHEN n.nspname = ANY ($1) THEN (
        SELECT coalesce(json_object_agg(a.attname, json_build_object(
            'name', a.attname,
            'description', pg_catalog.col_description(c.oid, a.attnum),
            'is_nullable', NOT (a.attnotnull OR t.typtype = 'd' AND t.typnotnull),
            'type', CASE
                WHEN t.typtype = 'd' AND bn.nspname = 'pg_catalog' THEN format_type(b.oid, NULL)
                WHEN t.typtype <> 'd' AND tn.nspname = 'pg_catalog' THEN format_type(a.atttypid, NULL)
                ELSE format_type(a.atttypid, a.atttypmod) END,
            'nominal_type', format_type(a.atttypid, a.atttypmod),
            'max_length', information_schema._pg_char_max_length(
                information_schema._pg_truetypid(a.*, t.*), information_schema._pg_truetypmod(a.*, t.*)),
            'default', CASE
                WHEN t.typbasetype <> 0 AND ad.adbin IS NULL THEN pg_get_expr(t.typdefaultbin, 0)
                WHEN a.attidentity = 'd' THEN (
                    SELECT format('nextval(%L)', d.objid::regclass) FROM pg_depend AS d
                    WHERE d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
                        AND d.classid = 'pg_catalog.pg_class'::regclass LIMIT 1)
                WHEN a.attgenerated <> '' THEN NULL
                ELSE pg_get_expr(ad.adbin, ad.adrelid) END,
            'enum', (
                SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]')
                FROM pg_enum AS e WHERE e.enumtypid IN (t.oid, t.typbasetype))
        ) ORDER BY a.attnum), '{}')
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
        LEFT JOIN pg_type AS b ON t.typtype = 'd' AND b.oid = (
            WITH RECURSIVE base AS (
                SELECT d.oid, d.typbasetype FROM pg_type AS d WHERE d.oid = t.oid
                UNION ALL
                SELECT d.oid, d.typbasetype FROM base JOIN pg_type AS d ON d.oid = base.typbasetype)
            SELECT base.oid FROM base WHERE base.typbasetype = 0)
        LEFT JOIN pg_namespace AS bn ON bn.oid = b.typnamespace
        LEFT JOIN pg_attrdef AS ad ON ad.adrelid = c.oid AND ad.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) ELSE '{}' END))
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT CASE
    WHEN n.nspname <> ALL ($1) THEN 0
    WHEN c.relkind IN ('r', 'p') THEN 28
    ELSE pg_catalog.pg_relation_is_updatable(c.oid, true) END AS bits
    OFFSET 0  -- or each bit would be worked out by itself
    ) AS u
WHERE c.relkind IN ('r', 'v', 'f', 'm', 'p')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""

ATTRIBUTES = r"""
SELECT json_agg(json_build_array(a.attrelid::bigint, a.attnum, a.attname))
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'f', 'm', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""

VIEWS = r"""
SELECT json_agg(json_build_array(c.oid::bigint, r.ev_action::text))
FROM pg_class AS c
JOIN pg_rewrite AS r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""

FOREIGN_KEYS = r"""
SELECT json_agg(json_build_object(
    'constraint', k.conname,
    'table', json_build_array(n.nspname, c.relname),
    'target', json_build_array(fn.nspname, fc.relname),
    'columns', pairs.columns,
    'is_one_to_one', EXISTS (
        SELECT FROM pg_constraint AS u
        WHERE u.conrelid = k.conrelid AND u.contype IN ('p', 'u')
            AND u.conkey @> k.conkey AND u.conkey <@ k.conkey)
) ORDER BY k.conrelid, k.conname)
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_class AS fc ON fc.oid = k.confrelid JOIN pg_namespace AS fn ON fn.oid = fc.relnamespace
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_array(a.attname, b.attname) ORDER BY x.position) AS columns
    FROM unnest(k.conkey, k.confkey) WITH ORDINALITY AS x (own, foreign_, position)
    JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = x.own
    JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = x.foreign_) AS pairs
WHERE k.contype = 'f' AND k.conparentid = 0
"""

COMPUTED_RELATIONSHIPS = r"""
SELECT json_agg(json_build_object(
    'table', json_build_array(an.nspname, ac.relname),
    'target', json_build_array(rn.nspname, rc.relname),
    'function', json_build_array(pn.nspname, p.proname),
    'is_to_one', NOT p.proretset OR p.prorows = 1))
FROM pg_proc AS p
JOIN pg_namespace AS pn ON pn.oid = p.pronamespace
JOIN pg_class AS ac ON ac.reltype = p.proargtypes[0] AND ac.reltype <> 0
JOIN pg_namespace AS an ON an.oid = ac.relnamespace
JOIN pg_class AS rc ON rc.reltype = p.prorettype AND rc.reltype <> 0
JOIN pg_namespace AS rn ON rn.oid = rc.relnamespace
WHERE p.pronargs = 1 AND p.prokind = 'f'
    AND ac.relkind IN ('r', 'v', 'f', 'm', 'p') AND rc.relkind IN ('r', 'v', 'f', 'm', 'p')
"""

FUNCTIONS = r"""
SELECT json_agg(json_build_object(
    'oid', f.oid::bigint, 'schema', f.schema, 'name', f.name, 'description', f.description,
    'parameters', f.parameters,
    'return_schema', tn.nspname, 'return_name', coalesce(tc.relname, t.typname),
    'returns_set', f.returns_set,
    'returns_composite', t.typtype = 'c' OR f.has_columns,
    'returns_record_alias', f.return_type <> t.oid,
    'volatility', f.volatility, 'isolation', f.isolation, 'settings', f.settings))
FROM (
    SELECT
        p.oid, n.nspname AS schema, p.proname AS name, p.proretset AS returns_set,
        p.provolatile AS volatility,
        p.prorettype AS return_type,
        pg_catalog.obj_description(p.oid, 'pg_proc') AS description,
        coalesce(p.proargmodes::text[] && '{t,b,o}', false) AS has_columns,
        (WITH RECURSIVE base AS (
            SELECT b.oid, b.typbasetype FROM pg_type AS b WHERE b.oid = p.prorettype
            UNION ALL
            SELECT b.oid, b.typbasetype FROM base JOIN pg_type AS b ON b.oid = base.typbasetype)
        SELECT base.oid FROM base WHERE base.typbasetype = 0) AS base_type,
        coalesce(args.parameters, '[]') AS parameters,
        coalesce(args.is_callable, true) AS is_callable,
        (SELECT lower((regexp_split_to_array(split_part(s, '=', 2), ','))[1])
            FROM unnest(p.proconfig) AS s WHERE s LIKE 'default_transaction_isolation=%') AS isolation,
        (SELECT coalesce(json_agg(json_build_array(
                split_part(s, '=', 1), substr(s, strpos(s, '=') + 1))), '[]')
            FROM unnest(p.proconfig) AS s WHERE s NOT LIKE 'default_transaction_isolation=%') AS settings
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    LEFT JOIN LATERAL (
        SELECT
            json_agg(json_build_object(
                'name', coalesce(a.name, ''),
                'type', a.type::regtype::text,
                'type_without_length', CASE a.type
                    WHEN 'bit'::regtype THEN 'bit varying'
                    WHEN 'bit[]'::regtype THEN 'bit varying[]'
                    WHEN 'character'::regtype THEN 'character varying'
                    WHEN 'character[]'::regtype THEN 'character varying[]'
                    ELSE a.type::regtype::text END,
                'is_required', a.input_position <= p.pronargs - p.pronargdefaults,
                'is_variadic', coalesce(a.mode = 'v', false)) ORDER BY a.position) AS parameters,
            CASE count(*) - count(nullif(a.name, ''))
                WHEN 0 THEN true
                WHEN 1 THEN count(*) = 1 AND (array_agg(a.type))[1] IN (
                    'bytea'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'xml'::regtype)
                ELSE false END AS is_callable
        FROM (
            SELECT x.*, row_number() OVER (ORDER BY x.position) AS input_position
            FROM unnest(
                p.proargnames,
                coalesce(p.proallargtypes, p.proargtypes::oid[]),
                p.proargmodes) WITH ORDINALITY AS x (name, type, mode, position)
            WHERE x.type IS NOT NULL AND coalesce(x.mode, 'i') IN ('i', 'b', 'v')) AS a
        ) AS args ON true
    WHERE p.prokind = 'f' AND n.nspname = ANY ($1)
) AS f
JOIN pg_type AS t ON t.oid = f.base_type
JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
LEFT JOIN pg_class AS tc ON tc.oid = t.typrelid
WHERE f.is_callable AND t.typname <> 'trigger'
"""

REPRESENTATIONS = r"""
SELECT json_agg(json_build_array(
    k.castsource::regtype::text, k.casttarget::regtype::text, k.castfunc::regproc::text))
FROM pg_cast AS k
JOIN pg_type AS s ON s.oid = k.castsource
JOIN pg_type AS d ON d.oid = k.casttarget
WHERE k.castcontext = 'i' AND k.castmethod = 'f' AND has_function_privilege(k.castfunc, 'execute')
    AND (s.typtype = 'd' AND d.oid IN ('json'::regtype, 'text'::regtype)
        OR d.typtype = 'd' AND s.oid IN ('json'::regtype, 'text'::regtype))
"""

MEDIA_HANDLERS = r"""
WITH media_type AS (
    SELECT t.oid, lower(t.typname) AS name, t.typname, n.nspname
    FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE t.typtype = 'd' AND (t.typname ~* '^[a-z0-9.-]+/[a-z0-9.+-]+$' OR t.typname = '*/*'))
SELECT json_agg(json_build_object(
    'target', h.target, 'function', h.function, 'media_type', h.media_type))
FROM (
    SELECT
        CASE WHEN a.typname = 'anyelement' THEN json_build_array('', '')
            ELSE json_build_array(an.nspname, a.typname) END AS target,
        json_build_array(pn.nspname, p.proname) AS function, m.name AS media_type
    FROM media_type AS m
    JOIN pg_proc AS p ON p.prorettype = m.oid AND p.prokind = 'a' AND p.pronargs = 1
    JOIN pg_namespace AS pn ON pn.oid = p.pronamespace
    JOIN pg_type AS a ON a.oid = p.proargtypes[0]
    JOIN pg_namespace AS an ON an.oid = a.typnamespace
    WHERE pn.nspname = ANY ($1)
        AND (a.typname = 'anyelement' OR a.typtype = 'c')
    UNION ALL
    SELECT json_build_array(pn.nspname, p.proname), json_build_array(m.nspname, m.typname), m.name
    FROM media_type AS m
    JOIN pg_proc AS p ON p.prorettype = m.oid AND p.prokind = 'f' AND NOT p.proretset
    JOIN pg_namespace AS pn ON pn.oid = p.pronamespace
    WHERE pn.nspname = ANY ($1)) AS h
"""

#: Settings of the roles that the login role may become (ALTER ROLE ... SET), where it may set them; those for
#: this database come last, so that they hold.
ROLE_SETTINGS = r"""
SELECT json_object_agg(r.rolname, r.settings)
FROM (
    SELECT m.rolname, json_agg(json_build_array(s.name, s.value) ORDER BY d.setdatabase) AS settings
    FROM pg_roles AS m
    JOIN pg_db_role_setting AS d ON d.setrole = m.oid
        AND d.setdatabase IN (0, (SELECT b.oid FROM pg_database AS b WHERE b.datname = current_database()))
    CROSS JOIN LATERAL (
        SELECT split_part(x, '=', 1) AS name, substr(x, strpos(x, '=') + 1) AS value
        FROM unnest(d.setconfig) AS x) AS s
    LEFT JOIN pg_settings AS g ON g.name = s.name
    WHERE m.rolname <> session_user AND pg_has_role(session_user, m.oid, 'member')
        AND (coalesce(g.context, 'user') = 'user' OR has_parameter_privilege(s.name, 'SET'))
    GROUP BY m.rolname) AS r
"""

#: What the roles that the login role may become can write, where Postgres can.
RIGHTS = r"""
SELECT coalesce(json_agg(json_build_object(
    'table', json_build_array(n.nspname, c.relname), 'role', r.rolname,
    'insert', k.insert, 'update', k.update,
    'can_delete', has_table_privilege(r.oid, c.oid, 'DELETE')
        AND pg_relation_is_updatable(c.oid, true) & 16 <> 0
)), '[]')::text
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_roles AS r ON pg_has_role(session_user, r.oid, 'member') AND r.rolname <> session_user
CROSS JOIN LATERAL (
    SELECT
        coalesce(json_agg(a.attname) FILTER (
            WHERE has_column_privilege(r.oid, c.oid, a.attnum, 'INSERT')), '[]') AS insert,
        coalesce(json_agg(a.attname) FILTER (
            WHERE has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')), '[]') AS update
    FROM pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE'))
        AND pg_column_is_updatable(c.oid, a.attnum, true)) AS k
WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'v', 'p')
"""

STATEMENT = f"""SELECT json_build_object(
    'tables', coalesce(({TABLES}), '[]'),
    'attributes', coalesce(({ATTRIBUTES}), '[]'),
    'views', coalesce(({VIEWS}), '[]'),
    'foreign_keys', coalesce(({FOREIGN_KEYS}), '[]'),
    'computed', coalesce(({COMPUTED_RELATIONSHIPS}), '[]'),
    'functions', coalesce(({FUNCTIONS}), '[]'),
    'representations', coalesce(({REPRESENTATIONS}), '[]'),
    'media_handlers', coalesce(({MEDIA_HANDLERS}), '[]'),
    'role_settings', coalesce(({ROLE_SETTINGS}), '{{}}')
)::text"""
