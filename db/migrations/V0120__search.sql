-- Full text stands beside the rows, so that a change of status does not rewrite it.
CREATE TABLE helpdesk.ticket_search (
    ticket_id bigint CONSTRAINT ticket_search_pkey PRIMARY KEY
        CONSTRAINT ticket_search_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    document tsvector NOT NULL
);
COMMENT ON TABLE helpdesk.ticket_search IS 'Subject, description and people as words; derived.';
COMMENT ON COLUMN helpdesk.ticket_search.ticket_id IS 'The ticket.';
COMMENT ON COLUMN helpdesk.ticket_search.document IS
    'Words of subject (weight A), description (D), requester and participants (B): without accents and by their stems.';
CREATE INDEX ticket_search_document_idx ON helpdesk.ticket_search USING gin (document)
    WITH (gin_pending_list_limit = 256);
COMMENT ON INDEX helpdesk.ticket_search_document_idx IS
    'rpc/search: tickets that contain rare words. Each search reads the pending list whole: at the default of 4 MB '
    'that took 3 ms and more.';

CREATE TABLE helpdesk.message_search (
    message_id bigint CONSTRAINT message_search_pkey PRIMARY KEY
        CONSTRAINT message_search_message_fkey REFERENCES helpdesk.message ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT message_search_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    is_public boolean NOT NULL,
    document tsvector NOT NULL
);
COMMENT ON TABLE helpdesk.message_search IS 'Replies and notes that are not deleted, as words; derived.';
COMMENT ON COLUMN helpdesk.message_search.message_id IS 'The message.';
COMMENT ON COLUMN helpdesk.message_search.ticket_id IS 'Its ticket, so that a customer''s few tickets are found first.';
COMMENT ON COLUMN helpdesk.message_search.is_public IS 'A reply: customers may find it.';
COMMENT ON COLUMN helpdesk.message_search.document IS 'Words of the text: without accents and by their stems.';
CREATE INDEX message_search_document_idx ON helpdesk.message_search USING gin (document)
    WITH (gin_pending_list_limit = 256);
COMMENT ON INDEX helpdesk.message_search_document_idx IS 'rpc/search: messages that contain rare words.';
CREATE INDEX message_search_ticket_idx ON helpdesk.message_search (ticket_id);
COMMENT ON INDEX helpdesk.message_search_ticket_idx IS 'rpc/search of a customer''s few tickets; foreign key.';

CREATE TABLE helpdesk.search_backlog (
    from_ticket_id bigint NOT NULL,
    until_ticket_id bigint NOT NULL,
    is_remake boolean NOT NULL DEFAULT false,
    CONSTRAINT search_backlog_pkey PRIMARY KEY (from_ticket_id, until_ticket_id),
    CONSTRAINT search_backlog_is_range CHECK (from_ticket_id <= until_ticket_id)
);
COMMENT ON TABLE helpdesk.search_backlog IS
    'Ranges of tickets that are not searchable yet or whose words are to be made anew; index_words works them off.';
COMMENT ON COLUMN helpdesk.search_backlog.from_ticket_id IS 'First ticket of the range.';
COMMENT ON COLUMN helpdesk.search_backlog.until_ticket_id IS
    'Last ticket of the range; what is done is cut off from here.';
CREATE INDEX search_backlog_order_idx ON helpdesk.search_backlog (is_remake, until_ticket_id DESC);
COMMENT ON INDEX helpdesk.search_backlog_order_idx IS 'The range that is next: many, after a change of a name.';
COMMENT ON COLUMN helpdesk.search_backlog.is_remake IS
    'Their words are there and are made anew, by a new server or after a change of a name. False: they were loaded '
    'without triggers.';
COMMENT ON CONSTRAINT search_backlog_is_range ON helpdesk.search_backlog IS 'A range of tickets begins before it ends.';

CREATE TABLE helpdesk.search_words_made (
    is_only boolean DEFAULT true CONSTRAINT search_words_made_pkey PRIMARY KEY,
    recipe text NOT NULL,
    CONSTRAINT search_words_made_is_one_row CHECK (is_only)
);
COMMENT ON TABLE helpdesk.search_words_made IS
    'What made the words of the search: a newer server stems otherwise, and then index_words makes them anew.';
COMMENT ON COLUMN helpdesk.search_words_made.is_only IS 'Always true: the table has one row.';
COMMENT ON COLUMN helpdesk.search_words_made.recipe IS 'search_recipe() as it was.';
COMMENT ON CONSTRAINT search_words_made_is_one_row ON helpdesk.search_words_made IS 'There is one recipe.';

ALTER TABLE helpdesk.ticket_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.message_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.search_backlog ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.search_words_made ENABLE ROW LEVEL SECURITY;
