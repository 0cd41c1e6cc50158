CREATE FUNCTION api.withdraw_erasure(removal_id bigint) RETURNS api.removals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_removal helpdesk.removal := helpdesk.lock_erasure(withdraw_erasure.removal_id, '{requested}');
    v_result api.removals;
BEGIN
    UPDATE helpdesk.removal AS r SET state = 'withdrawn' WHERE r.removal_id = v_removal.removal_id;
    SELECT * INTO v_result FROM api.removals AS r WHERE r.removal_id = v_removal.removal_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.withdraw_erasure IS
$$Withdraw an erasure that nobody has confirmed

For its person, and for who may erase. Raises PD001, PD122 (confirmed already, or done).$$;
GRANT EXECUTE ON FUNCTION api.withdraw_erasure TO customer, admin;
