-- The words are indexed by job index_words, newest tickets first, while the demo runs already.
INSERT INTO helpdesk.search_backlog (from_ticket_id, until_ticket_id)
SELECT min(t.ticket_id), max(t.ticket_id) FROM helpdesk.ticket AS t HAVING count(*) > 0;
