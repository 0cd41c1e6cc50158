-- A trigger, since a version needs all targets as they are at commit; deferred, so that one request makes one version.
CREATE OR REPLACE FUNCTION helpdesk.tg_sla_policy__publish() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM helpdesk.publish_sla_policy(OLD.sla_policy_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM helpdesk.publish_sla_policy(NEW.sla_policy_id);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_sla_policy__publish IS 'Makes a new version of a policy whose targets changed.';
