CREATE OR REPLACE FUNCTION helpdesk.presence_begins_at() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN helpdesk.clock() - make_interval(secs => helpdesk.setting_int('presence_within_seconds'));

COMMENT ON FUNCTION helpdesk.presence_begins_at IS 'Somebody who was seen after this instant is there.';
GRANT EXECUTE ON FUNCTION helpdesk.presence_begins_at TO agent, admin;
