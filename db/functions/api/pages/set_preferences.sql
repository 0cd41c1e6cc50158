CREATE FUNCTION api.set_preferences(preferences jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_me bigint := helpdesk.me();
    v_wrong record;
BEGIN
    IF jsonb_typeof(set_preferences.preferences) IS DISTINCT FROM 'object' THEN
        PERFORM helpdesk.refuse('PD006', 'preferences is no object', NULL, 'Give {"theme": "dark"}.');
    ELSIF v_me IS NULL THEN
        PERFORM helpdesk.refuse('PD002', 'the caller is nobody who could keep preferences');
    END IF;
    SELECT g.key, g.value, p.value_type, p.allowed INTO v_wrong
    FROM jsonb_each(set_preferences.preferences) AS g
    LEFT JOIN helpdesk.preference AS p ON p.key = g.key
    WHERE p.key IS NULL
        OR g.value <> 'null' AND NOT helpdesk.is_preference_value(p.value_type, p.allowed, g.value)
    ORDER BY g.key
    LIMIT 1;
    IF FOUND THEN
        PERFORM helpdesk.refuse(
            'PD185',
            CASE
                WHEN v_wrong.value_type IS NULL THEN format('preference %s is unknown', left(v_wrong.key, 100))
                ELSE format('preference %s cannot be %s', v_wrong.key, left(v_wrong.value::text, 100))
            END,
            format('It takes %s%s.', v_wrong.value_type, ', ' || v_wrong.allowed::text)
        );
    END IF;
    DELETE FROM helpdesk.person_preference AS o
    WHERE o.person_id = v_me AND set_preferences.preferences -> o.key = 'null';
    INSERT INTO helpdesk.person_preference AS o (person_id, key, value)
    SELECT v_me, g.key, g.value
    FROM jsonb_each(set_preferences.preferences) AS g
    WHERE g.value <> 'null'
    ORDER BY g.key
    ON CONFLICT (person_id, key) DO UPDATE SET value = excluded.value WHERE o.value <> excluded.value;
    RETURN helpdesk.my_preferences();
END
$$;

COMMENT ON FUNCTION api.set_preferences IS
$$Choose for oneself how pages are

preferences: {"theme": "dark", "density": null}, any of the keys of /rest/preferences; null falls back to the default.
Returns all that counts now, by key. Raises PD002, PD006, PD185.$$;
GRANT EXECUTE ON FUNCTION api.set_preferences TO customer, agent, admin;
