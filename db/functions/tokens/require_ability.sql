CREATE OR REPLACE FUNCTION helpdesk.require_ability(p_action text, p_object text, p_by name) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_secret text := helpdesk.claims() ->> 'pgdesk_token';
    v_abilities text[];
BEGIN
    -- What a verb reads as its owner is the verb's business.
    IF v_secret IS NULL OR p_by <> helpdesk.actor_role() OR EXISTS (
        SELECT
        FROM helpdesk.api_token AS t
        JOIN helpdesk.api_token_ability AS a USING (api_token_id)
        JOIN helpdesk.ability AS b USING (ability)
        WHERE t.token_hash = helpdesk.hash_api_token(v_secret) AND CASE p_action
            WHEN 'calls' THEN p_object = ANY (b.calls)
            WHEN 'writes' THEN p_object = ANY (b.writes)
            ELSE p_object = ANY (b.reads) OR p_object = ANY (b.writes)
        END
    ) THEN
        RETURN true;
    END IF;
    v_abilities := ARRAY(
        SELECT b.ability
        FROM helpdesk.ability AS b
        WHERE p_object = ANY (CASE p_action
            WHEN 'calls' THEN b.calls
            WHEN 'writes' THEN b.writes
            ELSE b.reads || b.writes
        END)
        ORDER BY b.ability = 'everything', b.ability
    );
    PERFORM helpdesk.refuse(
        'PD063',
        format('the API token has no ability that %s %s', p_action, p_object),
        NULL,
        CASE
            WHEN v_abilities = '{}' THEN 'Sign in: no API token does this.'
            ELSE format('Use a token with ability %s.', array_to_string(v_abilities, ' or '))
        END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.require_ability IS
'Raises PD063 where the request comes with an API token without an ability for it; else true. p_action: reads, writes '
'or calls; p_object: a view or verb of api; p_by: as whom it is done.';
GRANT EXECUTE ON FUNCTION helpdesk.require_ability TO anon, customer, agent, admin, worker;
