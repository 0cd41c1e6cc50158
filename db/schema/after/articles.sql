CREATE OR REPLACE TRIGGER article_audience_05_keep_declared BEFORE DELETE OR UPDATE OF audience
    ON helpdesk.article_audience
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER article_audience_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_audience
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('audience');
CREATE OR REPLACE TRIGGER article_audience_organisation_90_audit AFTER INSERT OR UPDATE OR DELETE
    ON helpdesk.article_audience_organisation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('audience,organisation_id');
CREATE OR REPLACE TRIGGER article_audience_department_90_audit AFTER INSERT OR UPDATE OR DELETE
    ON helpdesk.article_audience_department
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('audience,department_id');

CREATE OR REPLACE TRIGGER article_category_01_refuse_chosen_key BEFORE INSERT ON helpdesk.article_category
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.category_id, 'helpdesk.article_category_category_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('category_id');
CREATE OR REPLACE TRIGGER article_category_01_refuse_changed_key BEFORE UPDATE OF category_id
    ON helpdesk.article_category
    FOR EACH ROW WHEN (NEW.category_id IS DISTINCT FROM OLD.category_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('category_id');
CREATE OR REPLACE TRIGGER article_category_10_check_tree BEFORE INSERT OR UPDATE OF parent_id
    ON helpdesk.article_category
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_article_category__check_tree();
CREATE OR REPLACE TRIGGER article_category_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_category
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('category_id');
CREATE OR REPLACE TRIGGER article_category_name_90_audit AFTER INSERT OR UPDATE OR DELETE
    ON helpdesk.article_category_name
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('category_id,language');

CREATE OR REPLACE TRIGGER article_01_refuse_changed_key BEFORE UPDATE OF article_id ON helpdesk.article
    FOR EACH ROW WHEN (NEW.article_id IS DISTINCT FROM OLD.article_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('article_id');
CREATE OR REPLACE TRIGGER article_80_index_words AFTER UPDATE OF category_id, audience, is_archived ON helpdesk.article
    FOR EACH ROW WHEN (
        (NEW.category_id, NEW.audience, NEW.is_archived)
        IS DISTINCT FROM (OLD.category_id, OLD.audience, OLD.is_archived)
    )
    EXECUTE FUNCTION helpdesk.tg_article__index_words();
CREATE OR REPLACE TRIGGER article_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('article_id');

CREATE OR REPLACE TRIGGER article_translation_50_show AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_translation
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_article_translation__show();
CREATE OR REPLACE TRIGGER article_translation_51_keep_slugs_insert AFTER INSERT ON helpdesk.article_translation
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_article_translation__keep_slugs();
CREATE OR REPLACE TRIGGER article_translation_51_keep_slugs_update AFTER UPDATE OF slug ON helpdesk.article_translation
    FOR EACH ROW WHEN (NEW.slug <> OLD.slug) EXECUTE FUNCTION helpdesk.tg_article_translation__keep_slugs();
CREATE OR REPLACE TRIGGER article_translation_80_index_words
    AFTER INSERT OR UPDATE OF version_id, shown_at, next_version_id, next_at ON helpdesk.article_translation
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_article__index_words();
CREATE OR REPLACE TRIGGER article_translation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_translation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('article_id,language');

CREATE OR REPLACE TRIGGER article_version_05_refuse_change BEFORE UPDATE ON helpdesk.article_version
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER article_version_10_number BEFORE INSERT ON helpdesk.article_version
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_article_version__number();
CREATE OR REPLACE TRIGGER article_version_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_version
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('article_version_id', 'body');

CREATE OR REPLACE TRIGGER article_slug_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_slug
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('slug,language');
CREATE OR REPLACE TRIGGER article_link_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_link
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('article_id,related_id');

CREATE OR REPLACE TRIGGER article_feedback_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.article_feedback
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('article_feedback_id', 'reader_hash,network');

CREATE OR REPLACE TRIGGER article_search_80_keep_words_insert AFTER INSERT ON helpdesk.article_search
    REFERENCING NEW TABLE AS new_row
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_article_search__keep_words();
CREATE OR REPLACE TRIGGER article_search_80_keep_words_update AFTER UPDATE ON helpdesk.article_search
    REFERENCING NEW TABLE AS new_row
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_article_search__keep_words();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('index_articles', '* * * * *', 'helpdesk.index_articles()',
        'Makes the words of articles anew that another server made.'),
    ('count_article_words', '25 3 * * *', 'helpdesk.count_article_words()',
        'Counts how rare the words of articles are, by which similar ones and corrections are found.'),
    ('count_article_views', '* * * * *', 'helpdesk.count_article_views()', 'Adds views of articles to their days.'),
    ('forget_feedback_networks', '50 * * * *', 'helpdesk.forget_feedback_networks()',
        'Forgets from where guests rated articles more than a day ago.'),
    ('purge_article_gaps', '35 3 * * *', 'helpdesk.purge_article_gaps(coalesce($1, 400))',
        'Forgets searches for articles that found nothing after 400 days.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD110', 422, 'categories of articles would make no tree', 'Choose another category to be above this one.'),
    ('PD111', 429, 'too many ratings of articles come from one network', 'Try again later, or sign in.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('articles_language', 'text', '"en"', '{"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}',
        'Language in which articles are written first, and shown where they are in no better one.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('articles.edit', 'Write drafts of articles.'),
    ('articles.rate', 'Say whether an article helped.'),
    ('articles.publish', 'Read all articles, publish and archive them, and keep their categories and audiences.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('articles.edit', ARRAY['agent', 'admin']),
        ('articles.publish', ARRAY['admin']),
        ('articles.rate', ARRAY['anon', 'guest', 'customer', 'light_agent', 'agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.article_audience', jsonb_agg(d), p_initial => '{name}') FROM (VALUES
    ('public', 'Everybody', 'public'),
    ('customers', 'Customers', 'customers'),
    ('staff', 'Staff', 'staff')
) AS d (audience, name, reach);
