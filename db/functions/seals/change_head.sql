CREATE OR REPLACE FUNCTION audit.change_head(p_change audit.change) RETURNS text
LANGUAGE sql STABLE
RETURN concat_ws(
    ' ',
    (p_change).change_id,
    (extract(epoch FROM (p_change).at) * 1000000)::bigint,
    (p_change).xid,
    (p_change).table_name,
    (p_change).action,
    coalesce((p_change).actor_id::text, '-'),
    (p_change).actor_role || coalesce('/' || (p_change).impersonator_id, ''),
    (p_change).database_user
);

COMMENT ON FUNCTION audit.change_head IS
'What of a change is hashed as it is: id, instant in microseconds since 1970, transaction, table, action, actor or -, '
'role (with / and who acted as the actor), login. Only the last may hold a blank.';
