-- What a deploying user must be and have.
SELECT
    current_user,
    current_database(),
    r.rolsuper,
    r.rolcreaterole,
    pg_has_role(d.datdba, 'MEMBER'),
    pg_is_in_recovery(),
    current_setting('server_version_num')::int
FROM pg_roles AS r, pg_database AS d
WHERE r.rolname = current_user AND d.datname = current_database()
