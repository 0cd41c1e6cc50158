-- A trigger, since what an alias names are functions, views and segments of its path.
CREATE OR REPLACE FUNCTION helpdesk.tg_route_alias__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_parameters jsonb;
    v_wrong text;
BEGIN
    IF helpdesk.actor_role() <> 'system' AND TG_OP <> 'INSERT' AND OLD.is_shipped AND (
        TG_OP = 'DELETE' OR to_jsonb(NEW) - 'is_active' IS DISTINCT FROM to_jsonb(OLD) - 'is_active'
    ) THEN
        PERFORM helpdesk.refuse(
            'PD009', format('route %s %s comes with pgdesk', OLD.method, OLD.path), NULL,
            'Set is_active to false, and add a route of your own.'
        );
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    NEW.path := rtrim(NEW.path, '/');
    -- Rows of db/ are declared before the schema api is built anew.
    IF helpdesk.actor_role() = 'system' OR TG_OP = 'UPDATE' AND OLD.is_shipped THEN
        RETURN NEW;
    END IF;
    IF split_part(NEW.path, '/', 2) IN (
        'rest', 'inbound', 'health', 'ready', 'metrics', 'docs', 'auth', 'files', 'exports', 'articles', '.well-known'
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('/%s is served by pgdesk itself', split_part(NEW.path, '/', 2)), NULL,
            'Begin the path with another segment.'
        );
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_proc AS f
        WHERE f.pronamespace = to_regnamespace('api') AND 'rpc/' || f.proname = NEW.target
            AND (NEW.method <> 'GET' OR f.provolatile <> 'v')
        UNION ALL
        SELECT FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = to_regnamespace('api') AND c.relname = NEW.target AND c.relkind = 'v'
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('there is no %s that %s can ask', NEW.target, NEW.method), NULL,
            'Give a view, or rpc/<function>; GET reaches functions that change nothing. See /rest/.'
        );
    END IF;
    v_parameters := helpdesk.list_parameters(NEW.target);
    SELECT min(a.key) INTO v_wrong
    FROM jsonb_each(CASE jsonb_typeof(NEW.arguments) WHEN 'object' THEN NEW.arguments ELSE '{}' END) AS a
    WHERE CASE
        WHEN jsonb_typeof(a.value) <> 'string' THEN true
        WHEN a.key = '*' THEN a.value NOT IN ('"query"', '"body"')
        WHEN NEW.target LIKE 'rpc/%' AND NOT v_parameters ? a.key THEN true
        ELSE EXISTS (
            SELECT FROM regexp_matches(a.value #>> '{}', '\{path\.(\w+)\}', 'g') AS m(parts)
            WHERE NEW.path NOT LIKE '%{' || m.parts[1] || '}%'
                AND NOT (m.parts[1] = 'ticket' AND NEW.path LIKE '%{token}%')
        )
    END;
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('argument %s cannot be filled in', v_wrong), NULL,
            'Give the name of an argument of the target and a text; {path.<name>} stands in the path, "*" is "query" '
            'or "body".'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_route_alias__check IS
'Says what a route of an administrator''s own may be, and that those which ship are only turned off. Raises PD006, '
'PD009.';
