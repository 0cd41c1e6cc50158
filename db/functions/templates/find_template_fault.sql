CREATE OR REPLACE FUNCTION helpdesk.find_template_fault(p_template text, p_placeholders text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_rest text := p_template;
    v_fault text;
    v_opened text[] := '{}';
    v_loop_name text;
    v_loop_list text;
    v_begin int;
    v_length int;
    v_places int := 0;
    v_is_tag boolean;
    v_inner text;
    v_tag text;
    v_loop text[];
BEGIN
    IF length(p_template) > 20000 THEN
        RETURN jsonb_build_object('message', 'a text has at most 20000 characters', 'line', 1, 'column', 1);
    END IF;
    LOOP
        v_begin := least(nullif(strpos(v_rest, '{{'), 0), nullif(strpos(v_rest, '{%'), 0));
        EXIT WHEN v_begin IS NULL;
        v_rest := substr(v_rest, v_begin);
        v_is_tag := left(v_rest, 2) = '{%';
        v_length := nullif(strpos(substr(v_rest, 3), CASE WHEN v_is_tag THEN '%}' ELSE '}}' END), 0);
        v_places := v_places + 1;
        v_inner := regexp_replace(
            left(substr(v_rest, 3), v_length - 1), '^-?[ \t\r\n]*|[ \t\r\n]*-?$', '', 'g'
        );
        v_tag := substring(v_inner FROM '^[a-z]+');
        v_loop := regexp_match(v_inner, '^for[ \t\r\n]+([a-z][a-z_]*)[ \t\r\n]+in[ \t\r\n]+([a-z][a-z_]*)$');
        v_fault := CASE
            WHEN v_length IS NULL THEN left(v_rest, 2) || ' is never closed'
            WHEN v_places > 500 THEN 'a text has at most 500 placeholders and tags'
            WHEN NOT v_is_tag
                THEN helpdesk.find_output_fault(v_inner, p_placeholders, v_loop_name, v_loop_list)
            WHEN v_tag IN ('if', 'unless', 'elsif') THEN CASE
                WHEN v_tag <> 'elsif' AND cardinality(v_opened) >= 5 THEN 'at most five blocks stand in each other'
                WHEN v_tag = 'elsif' AND v_opened[cardinality(v_opened)] IS DISTINCT FROM 'if'
                    THEN 'elsif belongs to no if'
                ELSE helpdesk.find_condition_fault(
                    substr(v_inner, length(v_tag) + 1), p_placeholders, v_loop_name, v_loop_list
                )
            END
            WHEN v_tag = 'for' THEN CASE
                WHEN v_loop IS NULL THEN 'a loop is written {% for one in list %}'
                WHEN v_loop_name IS NOT NULL THEN 'a loop stands in no other loop'
                WHEN cardinality(v_opened) >= 5 THEN 'at most five blocks stand in each other'
                WHEN v_loop[2] <> ALL (p_placeholders) THEN format('%s is no list', v_loop[2])
                WHEN EXISTS (SELECT FROM unnest(p_placeholders) AS p WHERE split_part(p, '.', 1) = v_loop[1])
                    OR v_loop[1] IN (
                        'and', 'or', 'not', 'contains', 'true', 'false', 'nil', 'null', 'empty', 'blank', 'in',
                        'offset', 'limit', 'reversed', 'cols', 'continue', 'with', 'for', 'as', 'if', 'else',
                        'required', 'forloop'
                    ) THEN format('%s is taken: call what stands in the list something else', v_loop[1])
            END
            WHEN v_inner = 'else' THEN CASE
                WHEN v_opened[cardinality(v_opened)] IN ('if', 'unless') THEN NULL
                ELSE 'else belongs to no if'
            END
            WHEN v_inner IN ('endif', 'endunless', 'endfor') THEN CASE
                WHEN ltrim(v_opened[cardinality(v_opened)], '-') = substr(v_inner, 4) THEN NULL
                ELSE format('%s belongs to no %s', v_inner, substr(v_inner, 4))
            END
            ELSE format('tag %s is unknown', left(coalesce(v_tag, v_inner), 50))
        END;
        IF v_fault IS NOT NULL THEN
            RETURN helpdesk.place_in_text(p_template, 1 + length(p_template) - length(v_rest))
                || jsonb_build_object('message', v_fault);
        END IF;
        IF v_is_tag THEN
            CASE v_tag
                WHEN 'if', 'unless' THEN
                    v_opened := v_opened || v_tag;
                WHEN 'for' THEN
                    v_opened := v_opened || v_tag;
                    v_loop_name := v_loop[1];
                    v_loop_list := v_loop[2];
                WHEN 'else' THEN
                    -- No elsif and no second else after it.
                    v_opened[cardinality(v_opened)] := '-' || v_opened[cardinality(v_opened)];
                WHEN 'endif', 'endunless' THEN
                    v_opened := trim_array(v_opened, 1);
                WHEN 'endfor' THEN
                    v_opened := trim_array(v_opened, 1);
                    v_loop_name := NULL;
                ELSE
                    NULL;
            END CASE;
        END IF;
        v_rest := substr(v_rest, v_length + 4);
    END LOOP;
    IF cardinality(v_opened) > 0 THEN
        RETURN helpdesk.place_in_text(p_template, length(p_template) + 1) || jsonb_build_object(
            'message', format('%s is never closed', ltrim(v_opened[cardinality(v_opened)], '-'))
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.find_template_fault IS
'What is wrong first with a text in the Liquid of mails, {"message", "line", "column"}; NULL: nothing. Known are: '
'{{ placeholder | filter }}, if, elsif, else, unless, and for over a list.';
