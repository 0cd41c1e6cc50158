CREATE FUNCTION api.address_mention(mention_id bigint) RETURNS api.mentions
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.mentions;
BEGIN
    PERFORM helpdesk.address_mention(address_mention.mention_id);
    SELECT * INTO v_result FROM api.mentions AS m WHERE m.mention_id = address_mention.mention_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.address_mention IS
$$Mark a request for help as addressed

By the one who was asked; the requester is told. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.address_mention TO agent, admin;
