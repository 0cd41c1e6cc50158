CREATE OR REPLACE FUNCTION helpdesk.tickets_with_people(p_person_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT x.ticket_id FROM helpdesk.ticket_participant AS x WHERE x.person_id = ANY (p_person_ids)
        UNION
        SELECT f.ticket_id FROM helpdesk.ticket_follower AS f WHERE f.person_id = ANY (p_person_ids)
        UNION
        SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.author_id = ANY (p_person_ids)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.tickets_with_people IS
'The tickets in which one of these people wrote or takes part, or that they follow: an erasure takes their words '
'there.';
