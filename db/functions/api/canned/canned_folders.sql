CREATE VIEW api.canned_folders WITH (security_invoker = true) AS
SELECT
    f.folder_id,
    f.name,
    f.position
FROM helpdesk.canned_folder AS f
WHERE helpdesk.token_reads('canned_folders');

COMMENT ON VIEW api.canned_folders IS
$$Folders of canned replies$$;

GRANT SELECT ON api.canned_folders TO agent, admin;
GRANT INSERT (folder_id, name, position), UPDATE (folder_id, name, position), DELETE ON api.canned_folders TO admin;
