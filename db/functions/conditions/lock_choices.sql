CREATE OR REPLACE FUNCTION helpdesk.lock_choices(p_is_change boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.take_turn('name choices', p_is_shared => NOT p_is_change);
END
$$;

COMMENT ON FUNCTION helpdesk.lock_choices IS
'Who saves conditions or actions takes this turn with others; who renames or deletes what they may name takes it '
'alone, so that nothing is named meanwhile that is gone.';
