CREATE OR REPLACE FUNCTION helpdesk.check_approval_value(p_kind text, p_value jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_members CONSTANT text[] := '{question,people,needed,is_required,due_in,state_when_due}';
    v_people jsonb := p_value -> 'people';
    v_wrong text;
BEGIN
    IF jsonb_typeof(p_value) IS DISTINCT FROM 'object' THEN
        RETURN 'takes {"question": text, "people": [...]}';
    ELSIF p_value - c_members <> '{}' THEN
        RETURN format('has members besides %s', array_to_string(c_members, ', '));
    ELSIF p_value -> 'needed' <> 'null'
        AND (jsonb_typeof(p_value -> 'needed') <> 'number' OR p_value ->> 'needed' !~ '^[1-9][0-9]?$|^100$') THEN
        RETURN 'has a needed that is not a number from 1 to 100, or null: all';
    ELSIF p_value ? 'is_required' AND jsonb_typeof(p_value -> 'is_required') <> 'boolean' THEN
        RETURN 'has an is_required that is neither true nor false';
    ELSIF p_value ? 'state_when_due' AND p_value -> 'state_when_due' NOT IN ('"expired"', '"declined"') THEN
        RETURN 'has a state_when_due that is neither expired nor declined';
    END IF;
    v_wrong := helpdesk.check_action_value('text', NULL, p_kind, p_value -> 'question');
    IF v_wrong IS NULL AND length(p_value ->> 'question') > 2000 THEN
        v_wrong := 'takes a text of at most 2000 characters';
    END IF;
    IF v_wrong IS NOT NULL THEN
        RETURN format('has a question, which %s', v_wrong);
    END IF;
    IF jsonb_typeof(v_people) = 'array' AND v_people ? 'requester' THEN
        v_people := nullif(v_people - 'requester', '[]');
    ELSIF v_people IS NULL THEN
        RETURN 'has no people';
    END IF;
    IF v_people IS NOT NULL THEN
        v_wrong := helpdesk.check_action_value('people', NULL, p_kind, v_people);
    END IF;
    IF v_wrong IS NOT NULL THEN
        RETURN format('has people, which %s', v_wrong);
    END IF;
    IF p_value -> 'due_in' <> 'null' THEN
        v_wrong := helpdesk.check_action_value('duration', NULL, p_kind, p_value -> 'due_in');
    END IF;
    RETURN 'has a due_in, which ' || v_wrong;
END
$$;

COMMENT ON FUNCTION helpdesk.check_approval_value IS
'What is wrong with the value of the action ask_approval, or NULL.';
