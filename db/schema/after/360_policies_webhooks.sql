DO $$
DECLARE
    v_verb text;
BEGIN
    FOREACH v_verb IN ARRAY ARRAY['select', 'update', 'delete', 'insert'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.webhook', 'webhook_admin_' || v_verb);
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.webhook FOR %s TO admin %s ((SELECT helpdesk.can(''webhooks.edit'')))',
            'webhook_admin_' || v_verb, upper(v_verb), CASE v_verb WHEN 'insert' THEN 'WITH CHECK' ELSE 'USING' END
        );
    END LOOP;
    DROP POLICY IF EXISTS webhook_delivery_admin_select ON helpdesk.webhook_delivery;
    CREATE POLICY webhook_delivery_admin_select ON helpdesk.webhook_delivery FOR SELECT TO admin
        USING ((SELECT helpdesk.can('webhooks.edit')));
END
$$;
