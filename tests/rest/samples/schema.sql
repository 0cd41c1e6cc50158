-- A lending library: one small thing of each kind that the generated API knows.

DO $$
DECLARE
    v_role text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shelf_authenticator') THEN
        CREATE ROLE shelf_authenticator LOGIN NOINHERIT PASSWORD 'shelf';
    END IF;
    FOREACH v_role IN ARRAY ARRAY['shelf_anon', 'shelf_reader', 'shelf_clerk'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
        END IF;
        EXECUTE format('GRANT %I TO shelf_authenticator', v_role);
    END LOOP;
END
$$;
ALTER ROLE shelf_authenticator SET timezone = 'UTC';
ALTER ROLE shelf_clerk SET statement_timeout = '7s';

CREATE SCHEMA shelf;
CREATE SCHEMA archive;
CREATE SCHEMA hidden;
COMMENT ON SCHEMA shelf IS E'Library\n\nBooks and who has them.';
SET search_path = shelf;

CREATE DOMAIN isbn AS text CHECK (value ~ '^[0-9]+$');
CREATE FUNCTION hidden.isbn_to_json(isbn) RETURNS json LANGUAGE sql IMMUTABLE AS $$ SELECT to_json('ISBN ' || $1::text) $$;
CREATE FUNCTION hidden.isbn_from_text(text) RETURNS isbn LANGUAGE sql IMMUTABLE AS $$ SELECT replace($1, 'ISBN ', '')::shelf.isbn $$;
CREATE FUNCTION hidden.isbn_from_json(json) RETURNS isbn LANGUAGE sql IMMUTABLE AS $$ SELECT replace($1 #>> '{}', 'ISBN ', '')::shelf.isbn $$;
CREATE CAST (isbn AS json) WITH FUNCTION hidden.isbn_to_json(isbn) AS IMPLICIT;
CREATE CAST (text AS isbn) WITH FUNCTION hidden.isbn_from_text(text) AS IMPLICIT;
CREATE CAST (json AS isbn) WITH FUNCTION hidden.isbn_from_json(json) AS IMPLICIT;
CREATE DOMAIN "text/plain" AS text;

CREATE TABLE authors (
    author_id integer PRIMARY KEY,
    name text NOT NULL,
    born date
);
CREATE TABLE books (
    book_id integer PRIMARY KEY,
    title text NOT NULL CONSTRAINT book_has_title CHECK (title <> ''),
    author_id integer CONSTRAINT book_author REFERENCES authors,
    translator_id integer CONSTRAINT book_translator REFERENCES authors,
    pages integer NOT NULL DEFAULT 100,
    price numeric(6, 2),
    tags text[] NOT NULL DEFAULT '{}',
    extra jsonb NOT NULL DEFAULT '{}',
    on_loan daterange,
    number isbn
);
CREATE TABLE subjects (subject_id integer PRIMARY KEY, name text NOT NULL CONSTRAINT subject_name UNIQUE);
CREATE TABLE book_subjects (
    book_id integer CONSTRAINT bs_book REFERENCES books,
    subject_id integer CONSTRAINT bs_subject REFERENCES subjects,
    PRIMARY KEY (book_id, subject_id)
);
CREATE TABLE loans (
    loan_id integer PRIMARY KEY,
    book_id integer NOT NULL CONSTRAINT loan_book REFERENCES books,
    reader text NOT NULL
);
CREATE TABLE settings (key text PRIMARY KEY, value text);
CREATE TABLE nothing ();
CREATE TABLE rooms (room_id integer PRIMARY KEY);
CREATE TABLE keys (key_id integer PRIMARY KEY);
CREATE TABLE hidden.room_keys (
    room_id integer REFERENCES rooms,
    key_id integer REFERENCES keys,
    PRIMARY KEY (room_id, key_id)
);
CREATE TABLE seats (seat integer CONSTRAINT seat_is_taken_once UNIQUE DEFERRABLE INITIALLY DEFERRED);

INSERT INTO authors VALUES (1, 'Ursula', '1929-10-21'), (2, 'Stanisław', '1921-09-12'), (3, 'Michael', NULL);
INSERT INTO books VALUES
    (1, 'The Dispossessed', 1, NULL, 387, 9.50, '{sf,utopia}', '{"shelf": {"row": 3}}', '[2024-01-01,2024-02-01)', '111'),
    (2, 'Solaris', 2, 3, 204, NULL, '{sf}', '{"shelf": {"row": 1}, "worn": true}', NULL, '222'),
    (3, 'Cyberiada', 2, 3, 295, 12.00, '{sf,"fairy tales"}', '{}', NULL, NULL),
    (4, 'Lost, "quoted" (again)', NULL, NULL, 10, 0.10, '{}', '{}', NULL, NULL);
INSERT INTO subjects VALUES (1, 'anarchy'), (2, 'ocean'), (3, 'robots');
INSERT INTO book_subjects VALUES (1, 1), (2, 2), (3, 3), (3, 2);
INSERT INTO loans VALUES (1, 1, 'ann'), (2, 2, 'bob'), (3, 2, 'ann');
INSERT INTO settings VALUES ('colour', 'blue');

CREATE VIEW long_books WITH (security_invoker = true) AS SELECT book_id, title, author_id AS writer FROM books WHERE pages > 200;
CREATE FUNCTION shout(books) RETURNS text LANGUAGE sql STABLE AS $$ SELECT upper($1.title) $$;
CREATE FUNCTION words(books) RETURNS tsvector LANGUAGE sql STABLE AS $$ SELECT to_tsvector('simple', $1.title) $$;
CREATE FUNCTION same_author(books) RETURNS SETOF books LANGUAGE sql STABLE AS
    $$ SELECT * FROM shelf.books AS b WHERE b.author_id = $1.author_id AND b.book_id <> $1.book_id $$;

CREATE FUNCTION add(a integer, b integer DEFAULT 10) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
COMMENT ON FUNCTION add(integer, integer) IS E'Adds\n\nTwo numbers.';
CREATE FUNCTION books_by(name text) RETURNS SETOF books LANGUAGE sql STABLE AS
    $$ SELECT b.* FROM shelf.books AS b JOIN shelf.authors AS a USING (author_id) WHERE a.name = books_by.name $$;
CREATE FUNCTION longest(VARIADIC words text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT w FROM unnest(words) AS w ORDER BY length(w) DESC, w LIMIT 1 $$;
CREATE FUNCTION touch() RETURNS void LANGUAGE sql VOLATILE AS $$ UPDATE shelf.settings SET value = 'red' $$;
CREATE FUNCTION size_of(jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT jsonb_array_length($1) $$;
CREATE FUNCTION who() RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT current_user || ':' || coalesce(current_setting('request.jwt.claims', true)::json ->> 'reader', '-') $$;
CREATE FUNCTION setting(name text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting(name, true) $$;
CREATE FUNCTION label(id integer) RETURNS "text/plain" LANGUAGE sql STABLE AS
    $$ SELECT (b.book_id || ': ' || b.title)::"text/plain" FROM shelf.books AS b WHERE b.book_id = id $$;
CREATE FUNCTION teapot() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('response.status', '418', true);
    PERFORM set_config('response.headers', '[{"X-Tea": "green"}]', true);
    RETURN 'short and stout';
END
$$;
CREATE FUNCTION refuse(code text) RETURNS void LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not today' USING ERRCODE = code, DETAIL = 'because', HINT = 'Come again.'; END $$;
CREATE FUNCTION refuse_fully() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE SQLSTATE 'PGRST' USING
        MESSAGE = '{"code": "LIB01", "message": "closed", "details": "d", "hint": "h"}',
        DETAIL = '{"status": 423, "status_text": "Closed today", "headers": {"X-Opens": "monday"}}';
END
$$;
CREATE FUNCTION answer_with(status text) RETURNS text LANGUAGE sql VOLATILE AS
    $$ SELECT set_config('response.status', status, true) $$;
CREATE FUNCTION sleep(seconds double precision) RETURNS text LANGUAGE sql VOLATILE AS
    $$ SELECT 'slept' FROM pg_sleep(seconds) $$;
CREATE FUNCTION doze(seconds double precision) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT 'dozed' FROM pg_sleep(seconds) $$;
CREATE FUNCTION set_slowly(seconds double precision) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO shelf.settings VALUES ('slow', 'done');
    SELECT FROM pg_sleep(seconds);
$$;
CREATE FUNCTION hidden.before() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('request.headers', true)::json ->> 'x-closed' IS NOT NULL THEN
        RAISE SQLSTATE 'PT403' USING MESSAGE = 'closed';
    END IF;
END
$$;

-- Three rows; the planner believes in 50 and in one.
CREATE FUNCTION hidden.doors() RETURNS SETOF integer LANGUAGE plpgsql STABLE ROWS 50 AS
    $$ BEGIN RETURN QUERY VALUES (1), (2), (3); END $$;
CREATE FUNCTION hidden.windows() RETURNS SETOF integer LANGUAGE plpgsql STABLE ROWS 1 AS
    $$ BEGIN RETURN QUERY VALUES (1), (2), (3); END $$;
CREATE VIEW doors AS SELECT door FROM hidden.doors() AS door;
CREATE VIEW windows AS SELECT pane FROM hidden.windows() AS pane;

CREATE TABLE archive.boxes (box_id integer PRIMARY KEY, place text);
INSERT INTO archive.boxes VALUES (7, 'cellar');

ALTER TABLE loans ENABLE ROW LEVEL SECURITY;
CREATE POLICY loan_clerk ON loans TO shelf_clerk USING (true) WITH CHECK (true);
CREATE POLICY loan_reader_select ON loans FOR SELECT TO shelf_reader
    USING (reader = current_setting('request.jwt.claims', true)::json ->> 'reader');

GRANT USAGE ON SCHEMA shelf, archive, hidden TO shelf_anon, shelf_reader, shelf_clerk;
GRANT SELECT ON books, authors, subjects, book_subjects, long_books, doors, windows TO shelf_anon, shelf_reader;
GRANT SELECT ON loans TO shelf_reader;
GRANT ALL ON ALL TABLES IN SCHEMA shelf, archive TO shelf_clerk;
