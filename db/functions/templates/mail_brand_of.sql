-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_brand_of(p_department_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'name', b.name,
            'colour', b.colour,
            'logo_url', nullif(b.logo_url, ''),
            'footer', nullif(b.footer, ''),
            -- On the colour whichever of white and black has more contrast; on white the colour, if it has 4.5 : 1.
            'text_colour', CASE WHEN helpdesk.luminance(b.colour) > 0.179 THEN '#000000' ELSE '#ffffff' END,
            'link_colour', CASE WHEN helpdesk.luminance(b.colour) <= 1.05 / 4.5 - 0.05 THEN b.colour ELSE '#175cd3' END
        )
        FROM (
            SELECT o.name, o.colour, o.logo_url, o.footer
            FROM helpdesk.mail_brand AS o
            WHERE o.department_id = p_department_id
            UNION ALL
            SELECT
                helpdesk.setting_text('desk_name'), helpdesk.setting_text('mail_colour'),
                helpdesk.setting_text('mail_logo_url'), helpdesk.setting_text('mail_footer')
            LIMIT 1
        ) AS b
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_brand_of IS
'How mails about tickets of a department look, {"name", "colour", "text_colour", "link_colour", "logo_url", "footer"}.';
