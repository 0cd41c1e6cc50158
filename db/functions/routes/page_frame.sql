CREATE OR REPLACE FUNCTION helpdesk.page_frame() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN jsonb_build_object(
    'prefix', helpdesk.route_prefix(),
    'language', helpdesk.setting_text('mail_language'),
    'name', helpdesk.setting_text('desk_name'),
    'theme', helpdesk.setting_text('brand_theme')
);

COMMENT ON FUNCTION helpdesk.page_frame IS
'What every web page is given before it is known who looks: {prefix: first path segment, language, name of the desk, '
'theme: light, dark or system}.';
GRANT EXECUTE ON FUNCTION helpdesk.page_frame TO worker;
