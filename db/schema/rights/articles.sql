INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    -- Articles. helpdesk.can_see_article says the same of one; tests/articles/test_visibility.py holds them together.
    ('may publish articles', '(SELECT helpdesk.can(''articles.publish''))'),
    ('may edit articles', '(SELECT helpdesk.can(''articles.edit''))'),
    ('a category for oneself', $$
        [may publish articles] OR category_id = ANY ((SELECT helpdesk.my_article_category_ids())::bigint[])
    $$),
    ('of a category for oneself', $$
        category_id IN (SELECT c.category_id FROM helpdesk.article_category AS c)
    $$),
    ('an article for oneself', $$
        [may publish articles]
        OR audience = ANY ((SELECT helpdesk.my_article_audiences())::text[])
            AND (category_id IS NULL OR category_id = ANY ((SELECT helpdesk.my_article_category_ids())::bigint[]))
    $$),
    ('an article shown to oneself', $$
        NOT is_archived AND shown_from <= (SELECT helpdesk.clock()) AND ([an article for oneself])
    $$),
    ('an article for a member of staff', '[signed in] AND ([an article for oneself]) OR [an article shown to oneself]'),
    ('of a visible article', $$
        (SELECT a.article_id FROM helpdesk.article AS a WHERE a.article_id = this.article_id) IS NOT NULL
    $$),
    ('shown, of a visible article', $$
        helpdesk.shown_version_id(version_id, next_version_id, next_at) IS NOT NULL AND [of a visible article]
    $$),
    ('for staff, of a visible article', '[signed in] AND [of a visible article]'),
    ('of a visible article, for others than staff if shown',
        '[for staff, of a visible article] OR [shown, of a visible article]'),
    ('the version that is shown', $$
        article_version_id = (
            SELECT helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at)
            FROM helpdesk.article_translation AS t
            WHERE t.article_id = this.article_id AND t.language = this.language
        )
    $$),
    ('of a visible article, by who may edit them', '[may edit articles] AND [of a visible article]'),
    ('between visible articles', $$
        [signed in] AND [of a visible article]
        AND (SELECT a.article_id FROM helpdesk.article AS a WHERE a.article_id = this.related_id) IS NOT NULL
    $$),
    ('between visible articles, by who may edit them', '[may edit articles] AND [between visible articles]');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('article_audience_staff_select', 'signed in', '*'),
    ('article_audience_staff_insert', 'may publish articles', 'audience, name, reach'),
    ('article_audience_staff_update', 'may publish articles', 'audience, name, reach'),
    ('article_audience_staff_delete', 'may publish articles', '*'),
    ('article_audience_organisation_staff_select', 'signed in', '*'),
    ('article_audience_organisation_staff_insert', 'may publish articles', 'audience, organisation_id'),
    ('article_audience_organisation_staff_update', 'may publish articles', 'audience, organisation_id'),
    ('article_audience_organisation_staff_delete', 'may publish articles', '*'),
    ('article_audience_department_staff_select', 'signed in', '*'),
    ('article_audience_department_staff_insert', 'may publish articles', 'audience, department_id'),
    ('article_audience_department_staff_update', 'may publish articles', 'audience, department_id'),
    ('article_audience_department_staff_delete', 'may publish articles', '*'),
    ('article_category_anyone_select', 'a category for oneself', '*'),
    ('article_category_staff_insert', 'may publish articles',
        'category_id, parent_id, slug, name, description, audience, position'),
    ('article_category_staff_update', 'may publish articles',
        'category_id, parent_id, slug, name, description, audience, position'),
    ('article_category_staff_delete', 'may publish articles', '*'),
    ('article_category_name_anyone_select', 'of a category for oneself', '*'),
    ('article_category_name_staff_insert', 'may publish articles', 'category_id, language, name, description'),
    ('article_category_name_staff_update', 'may publish articles', 'category_id, language, name, description'),
    ('article_category_name_staff_delete', 'may publish articles', '*'),
    ('article_anon_select', 'an article shown to oneself', '*'),
    ('article_customer_select', 'an article shown to oneself', '*'),
    ('article_staff_select', 'an article for a member of staff', '*'),
    ('article_staff_update', 'may publish articles', 'article_id, category_id, audience, position, is_archived'),
    ('article_staff_delete', 'may publish articles', '*'),
    ('article_translation_anon_select', 'shown, of a visible article', '*'),
    ('article_translation_customer_select', 'shown, of a visible article', '*'),
    ('article_translation_staff_select', 'of a visible article, for others than staff if shown', '*'),
    ('article_version_anon_select', 'the version that is shown',
        'article_version_id, article_id, language, title, summary, body'),
    ('article_version_customer_select', 'the version that is shown',
        'article_version_id, article_id, language, title, summary, body'),
    ('article_version_staff_select', 'for staff, of a visible article', '*'),
    ('article_feedback_staff_select', 'of a visible article, by who may edit them',
        'article_feedback_id, article_id, person_id, language, is_helpful, comment, updated_at'),
    ('article_day_staff_select', 'of a visible article, by who may edit them', '*'),
    ('article_gap_staff_select', 'may edit articles', '*'),
    ('article_link_staff_select', 'between visible articles', '*'),
    ('article_link_staff_insert', 'between visible articles, by who may edit them', 'article_id, related_id, position'),
    ('article_link_staff_update', 'between visible articles, by who may edit them', 'article_id, related_id, position'),
    ('article_link_staff_delete', 'between visible articles, by who may edit them', '*');
