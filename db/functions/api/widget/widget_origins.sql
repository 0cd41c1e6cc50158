CREATE VIEW api.widget_origins WITH (security_invoker = true) AS
SELECT
    o.origin,
    o.note,
    o.created_at
FROM helpdesk.widget_origin AS o
WHERE helpdesk.token_reads('widget_origins');

COMMENT ON VIEW api.widget_origins IS
$$Web sites that embed the widget

Pages of these origins may ask the routes under /support/widget, which take no cookies; pages of others are refused.
Administrators add and remove them; a change is in force within half a minute.$$;

GRANT SELECT ON api.widget_origins TO agent, admin;
GRANT INSERT (origin, note) ON api.widget_origins TO admin;
GRANT UPDATE (origin, note) ON api.widget_origins TO admin;
GRANT DELETE ON api.widget_origins TO admin;
