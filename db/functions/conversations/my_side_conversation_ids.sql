CREATE OR REPLACE FUNCTION helpdesk.my_side_conversation_ids() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT ARRAY(
        SELECT p.side_conversation_id FROM helpdesk.side_participant AS p WHERE p.person_id = helpdesk.me()
    );
END;

COMMENT ON FUNCTION helpdesk.my_side_conversation_ids IS
'Side conversations in which the caller takes part: visible whatever the ticket''s department.';
GRANT EXECUTE ON FUNCTION helpdesk.my_side_conversation_ids TO agent, admin;
