-- Schema api is made anew at each deploy, with it the views of what administrators added.
SELECT helpdesk.rebuild_custom_view(o.object)
FROM helpdesk.custom_object AS o
WHERE o.is_active
ORDER BY o.object;
