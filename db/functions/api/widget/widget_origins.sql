CREATE VIEW api.widget_origins WITH (security_invoker = true) AS
SELECT
    o.origin,
    o.note,
    o.has_portal,
    o.created_at
FROM helpdesk.widget_origin AS o
WHERE helpdesk.token_reads('widget_origins');

COMMENT ON VIEW api.widget_origins IS
$$Web sites that embed the widget or the portal

Pages of these origins may ask the routes under /support/widget, which take no cookies; where has_portal is true also
/rest, /files, /articles, /auth and /live, by a bearer token. Pages of others are refused with 403.
Administrators add and remove them; a change is in force within half a minute.$$;

GRANT SELECT ON api.widget_origins TO agent, admin;
GRANT INSERT (origin, note, has_portal) ON api.widget_origins TO admin;
GRANT UPDATE (origin, note, has_portal) ON api.widget_origins TO admin;
GRANT DELETE ON api.widget_origins TO admin;
