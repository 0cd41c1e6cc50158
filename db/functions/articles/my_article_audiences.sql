CREATE OR REPLACE FUNCTION helpdesk.my_article_audiences() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
    v_is_staff boolean := v_me IS NOT NULL AND helpdesk.actor_role() <> 'customer';
    v_reads_all boolean := helpdesk.can('articles.publish');
BEGIN
    RETURN ARRAY(
        SELECT a.audience
        FROM helpdesk.article_audience AS a
        WHERE v_reads_all OR CASE a.reach
            WHEN 'public' THEN true
            WHEN 'customers' THEN v_me IS NOT NULL
            WHEN 'organisations' THEN v_is_staff OR EXISTS (
                SELECT FROM helpdesk.article_audience_organisation AS o
                JOIN helpdesk.person AS p USING (organisation_id)
                WHERE o.audience = a.audience AND p.person_id = v_me
            )
            WHEN 'staff' THEN v_is_staff
            WHEN 'departments' THEN v_is_staff AND EXISTS (
                SELECT FROM helpdesk.article_audience_department AS d
                JOIN helpdesk.department_member AS m USING (department_id)
                WHERE d.audience = a.audience AND m.person_id = v_me
            )
        END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_article_audiences IS
'The audiences of articles that the caller belongs to; all for those who may publish.';
GRANT EXECUTE ON FUNCTION helpdesk.my_article_audiences TO anon, customer, agent, admin;
