CREATE OR REPLACE VIEW reports.article_gaps AS
SELECT
    g.day,
    g.query,
    g.language,
    g.asked_by,
    g.searches
FROM helpdesk.article_gap AS g;

COMMENT ON VIEW reports.article_gaps IS
'Searches of the knowledge base that found no article, counted by day, text, language and kind of reader.';
COMMENT ON COLUMN reports.article_gaps.day IS 'Day in UTC.';
COMMENT ON COLUMN reports.article_gaps.query IS 'What was searched for, in lower case and without accents.';
COMMENT ON COLUMN reports.article_gaps.language IS 'In which language first.';
COMMENT ON COLUMN reports.article_gaps.asked_by IS 'guests, customers or staff.';
COMMENT ON COLUMN reports.article_gaps.searches IS 'How often on that day.';
GRANT SELECT ON reports.article_gaps TO reporter;
