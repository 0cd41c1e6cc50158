CREATE OR REPLACE FUNCTION helpdesk.routing_order(
    p_strategy text, p_proficiency int, p_load int, p_weight int, p_turn bigint, p_person_id bigint
) RETURNS double precision[]
LANGUAGE sql IMMUTABLE
RETURN CASE p_strategy
    WHEN 'round_robin' THEN ARRAY[p_turn, p_person_id]::double precision[]
    WHEN 'skills'
        THEN ARRAY[-p_proficiency, p_load / coalesce(p_weight, 1)::double precision, p_load, p_turn, p_person_id]
    ELSE ARRAY[p_load / coalesce(p_weight, 1)::double precision, p_load, p_turn, p_person_id]
END;

COMMENT ON FUNCTION helpdesk.routing_order IS
'Whoever has the least array goes first. round_robin: whose turn is longest ago. least_busy: share of the capacity in '
'use, then open tickets. skills: highest sum of proficiencies in what is asked for, then as least_busy. Ties: whose '
'turn is longest ago, then the lowest id.';
