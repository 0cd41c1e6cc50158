-- A trigger: each select field holds its value in a column of its own, from which no foreign key to (field, value) can
-- start.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom_option__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT 1
            FROM helpdesk.custom_field AS f
            WHERE f.custom_field_id = NEW.custom_field_id AND f.field_type IN ('select', 'multi_select')
        ) THEN
            PERFORM helpdesk.refuse('PD803', 'only select and multi_select have options');
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF (NEW.custom_field_id, NEW.value) <> (OLD.custom_field_id, OLD.value) THEN
            PERFORM helpdesk.refuse(
                'PD803', 'the value of an option cannot be changed', NULL, 'Change its label, or add another option.'
            );
        END IF;
    ELSIF EXISTS (SELECT 1 FROM helpdesk.custom_field AS f WHERE f.custom_field_id = OLD.custom_field_id) THEN
        PERFORM helpdesk.refuse(
            'PD803', 'options cannot be deleted', NULL, 'Set is_active to false: what chose the option keeps it.'
        );
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom_option__check IS
'Options go only with their field and keep their value. Raises PD803.';
