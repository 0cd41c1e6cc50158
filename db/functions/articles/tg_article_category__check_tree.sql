-- A trigger, since a cycle is a matter of many rows. One category is moved at a time.
CREATE OR REPLACE FUNCTION helpdesk.tg_article_category__check_tree() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_deepest CONSTANT int := 8;
    v_id bigint := NEW.parent_id;
    v_above int := 0;
    v_below int;
BEGIN
    PERFORM helpdesk.take_turn('article_category');
    WHILE v_id IS NOT NULL LOOP
        IF v_id = NEW.category_id THEN
            PERFORM helpdesk.refuse('PD110', format('category %s would be below itself', NEW.category_id));
        END IF;
        v_above := v_above + 1;
        v_id := (SELECT c.parent_id FROM helpdesk.article_category AS c WHERE c.category_id = v_id);
    END LOOP;
    WITH RECURSIVE below AS (
        SELECT NEW.category_id, 1 AS level
        UNION ALL
        SELECT c.category_id, b.level + 1
        FROM below AS b
        JOIN helpdesk.article_category AS c ON c.parent_id = b.category_id
    )
    SELECT max(b.level) INTO v_below FROM below AS b;
    IF v_above + v_below > c_deepest THEN
        PERFORM helpdesk.refuse('PD110', format('categories would be more than %s levels deep', c_deepest));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_article_category__check_tree IS
'No category is below itself, and none deeper than eight levels, however many are moved at once. Raises PD110.';
