CREATE FUNCTION api.branding() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    -- Of the surfaces of pages those that are hardest to read on.
    c_light CONSTANT text := '#f0f0f2';
    c_dark CONSTANT text := '#2a2a30';
    v_colour text := helpdesk.setting_text('mail_colour');
BEGIN
    RETURN jsonb_build_object(
        'name', helpdesk.setting_text('desk_name'),
        'logo', nullif(helpdesk.setting_text('brand_logo'), ''),
        'theme', helpdesk.setting_text('brand_theme'),
        'radius', helpdesk.setting_int('brand_radius'),
        'font', helpdesk.setting_text('brand_font'),
        'languages', helpdesk.setting('page_languages'),
        'primary_color', v_colour,
        'on_primary_color', CASE WHEN helpdesk.luminance(v_colour) > 0.179 THEN '#000000' ELSE '#ffffff' END,
        'link_color', helpdesk.readable_colour(v_colour, c_light),
        'dark_link_color', helpdesk.readable_colour(v_colour, c_dark)
    );
END
$$;

COMMENT ON FUNCTION api.branding IS
$$How the desk's pages look

{"name", "logo": a data: address or null, "theme": light, dark or system, "radius": pixels, "font": a font-family of
CSS, "languages": that pages offer, "primary_color", "on_primary_color": text on it, "link_color", "dark_link_color":
text in it on light and on dark surfaces}, of settings desk_name, mail_colour, brand_… and page_languages; colours are
#rrggbb.$$;
GRANT EXECUTE ON FUNCTION api.branding TO anon, customer, agent, admin;
