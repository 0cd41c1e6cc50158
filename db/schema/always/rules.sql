-- Stored conditions follow a changed compiler or field.
SELECT helpdesk.recompile_rules();
