CREATE TABLE helpdesk.mail_adapter (
    adapter text CONSTRAINT mail_adapter_pkey PRIMARY KEY,
    description text NOT NULL,
    secret helpdesk.sealed,
    has_secret boolean NOT NULL GENERATED ALWAYS AS (secret IS NOT NULL) STORED,
    user_name text,
    public_key text,
    topic_arn text,
    is_judge boolean NOT NULL DEFAULT false,
    refused_at timestamptz,
    refused_for text,
    CONSTRAINT mail_adapter_is_word CHECK (adapter ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT mail_adapter_user_name_is_short_text CHECK (user_name ~ '^[!-9;-~]{1,200}$'),
    CONSTRAINT mail_adapter_public_key_is_base64 CHECK (
        public_key ~ '^[A-Za-z0-9+/]+={0,2}$' AND length(public_key) BETWEEN 80 AND 2000
    ),
    CONSTRAINT mail_adapter_public_key_is_of_sendgrid CHECK (public_key IS NULL OR adapter = 'sendgrid'),
    CONSTRAINT mail_adapter_topic_is_arn CHECK (
        topic_arn ~ '^arn:aws(-[a-z-]+)?:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,250}(\.fifo)?$'
    ),
    CONSTRAINT mail_adapter_topic_is_of_ses CHECK (topic_arn IS NULL OR adapter = 'ses')
);
COMMENT ON TABLE helpdesk.mail_adapter IS
    'Ways by which mail is posted to POST /inbound/<adapter>, and by what it is known who posts.';
COMMENT ON COLUMN helpdesk.mail_adapter.adapter IS 'Key, and the last part of its address.';
COMMENT ON COLUMN helpdesk.mail_adapter.description IS 'What posts there, and by what it is believed.';
COMMENT ON COLUMN helpdesk.mail_adapter.secret IS
    'Signing key or password, which the provider knows, too; sealed, and left out of the audit log. Null: that of the '
    'environment, if any.';
COMMENT ON COLUMN helpdesk.mail_adapter.has_secret IS 'Whether there is a secret.';
COMMENT ON COLUMN helpdesk.mail_adapter.user_name IS
    'Name beside the password in the address that is entered at the provider; null: any.';
COMMENT ON COLUMN helpdesk.mail_adapter.public_key IS
    'SendGrid''s key of signed posts, as its page shows it. Null: that of the environment, or a password.';
COMMENT ON COLUMN helpdesk.mail_adapter.topic_arn IS
    'The one topic of Amazon SNS whose messages are taken. Null: that of the environment, if any.';
COMMENT ON COLUMN helpdesk.mail_adapter.is_judge IS
    'What it found out of the sender counts: it stands in the first Authentication-Results of each mail, which the '
    'sender cannot write.';
COMMENT ON COLUMN helpdesk.mail_adapter.refused_at IS 'When a post was last refused, by the minute; null: never.';
COMMENT ON COLUMN helpdesk.mail_adapter.refused_for IS 'Why it was; null: none was.';
COMMENT ON CONSTRAINT mail_adapter_is_word ON helpdesk.mail_adapter IS
    'adapter is at most 40 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT mail_adapter_user_name_is_short_text ON helpdesk.mail_adapter IS
    'user_name has 1 to 200 characters of ASCII, no space and no colon.';
COMMENT ON CONSTRAINT mail_adapter_public_key_is_base64 ON helpdesk.mail_adapter IS
    'public_key is a key in base64 without the lines around it, as SendGrid shows it.';
COMMENT ON CONSTRAINT mail_adapter_public_key_is_of_sendgrid ON helpdesk.mail_adapter IS
    'Only SendGrid signs by a public key. The others have a secret.';
COMMENT ON CONSTRAINT mail_adapter_topic_is_arn ON helpdesk.mail_adapter IS
    'topic_arn names a topic. Write for example arn:aws:sns:eu-west-1:123456789012:inbound.';
COMMENT ON CONSTRAINT mail_adapter_topic_is_of_ses ON helpdesk.mail_adapter IS 'Only SES has a topic.';

CREATE TABLE helpdesk.mail_arrival (
    mail_arrival_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT mail_arrival_pkey PRIMARY KEY,
    adapter text NOT NULL,
    token text,
    received_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    state text NOT NULL,
    reason text,
    inbound_mail_id bigint CONSTRAINT mail_arrival_inbound_mail_fkey REFERENCES helpdesk.inbound_mail,
    media_type text,
    body bytea,
    size_bytes int GENERATED ALWAYS AS (octet_length(body)) STORED,
    attempts int NOT NULL DEFAULT 0,
    tried_at timestamptz,
    CONSTRAINT mail_arrival_state_is_known CHECK (state IN ('waiting', 'mail', 'repeat', 'ignored', 'failed')),
    CONSTRAINT mail_arrival_of_mail_names_it CHECK ((state IN ('mail', 'repeat')) = (inbound_mail_id IS NOT NULL)),
    CONSTRAINT mail_arrival_left_out_has_reason CHECK (state NOT IN ('ignored', 'failed') OR reason IS NOT NULL),
    CONSTRAINT mail_arrival_waiting_has_body CHECK (state <> 'waiting' OR body IS NOT NULL),
    CONSTRAINT mail_arrival_token_has_limit CHECK (length(token) BETWEEN 1 AND 200)
);
COMMENT ON TABLE helpdesk.mail_arrival IS
    'Each time that something was handed over as mail, whatever it was: the account of mail is made of these.';
COMMENT ON COLUMN helpdesk.mail_arrival.mail_arrival_id IS 'Key.';
COMMENT ON COLUMN helpdesk.mail_arrival.adapter IS 'Way by which it came, as in inbound_mail.';
COMMENT ON COLUMN helpdesk.mail_arrival.token IS
    'What the provider calls this post: one that has been kept is not taken again. Null: it calls it nothing.';
COMMENT ON COLUMN helpdesk.mail_arrival.received_at IS 'When it was kept.';
COMMENT ON COLUMN helpdesk.mail_arrival.state IS
'What it was.
waiting: What was posted is kept; the mail is still to be made of it, or fetched.
mail: It brought a mail that had not come before.
repeat: It brought the bytes of a mail that had come before.
ignored: It was no mail; see reason.
failed: No mail could be made of it in ten attempts; an administrator may have it tried again.
-> mail, repeat: store_inbound_mail
-> waiting, mail, repeat, ignored: store_post
waiting -> mail, repeat, ignored: end_mail_arrival
waiting -> failed: begin_mail_arrival
failed -> waiting: replay_mail_arrival, replay_failed_posts';
COMMENT ON COLUMN helpdesk.mail_arrival.reason IS
    'What kept it from being a mail, or why the last attempt failed; null: nothing.';
COMMENT ON COLUMN helpdesk.mail_arrival.inbound_mail_id IS 'The mail; null: none.';
COMMENT ON COLUMN helpdesk.mail_arrival.media_type IS 'Content-Type of the post; null: it is not kept.';
COMMENT ON COLUMN helpdesk.mail_arrival.body IS
    'What was posted, where the mail was put together from its parts, or is still to be made; null: the mail itself '
    'was posted, or has been erased since.';
COMMENT ON COLUMN helpdesk.mail_arrival.size_bytes IS 'Of what is kept of the post; null: nothing is.';
COMMENT ON COLUMN helpdesk.mail_arrival.attempts IS 'How often it was begun to make the mail after it was kept.';
COMMENT ON COLUMN helpdesk.mail_arrival.tried_at IS 'When that was last begun or queued; null: never.';
COMMENT ON CONSTRAINT mail_arrival_state_is_known ON helpdesk.mail_arrival IS
    'state is waiting, mail, repeat, ignored or failed.';
COMMENT ON CONSTRAINT mail_arrival_of_mail_names_it ON helpdesk.mail_arrival IS
    'What brought a mail, and nothing else, names it.';
COMMENT ON CONSTRAINT mail_arrival_left_out_has_reason ON helpdesk.mail_arrival IS 'What became no mail says why.';
COMMENT ON CONSTRAINT mail_arrival_waiting_has_body ON helpdesk.mail_arrival IS
    'What a mail is still to be made of is kept.';
COMMENT ON CONSTRAINT mail_arrival_token_has_limit ON helpdesk.mail_arrival IS 'token has 1 to 200 characters.';
CREATE UNIQUE INDEX mail_arrival_once_per_token ON helpdesk.mail_arrival (adapter, token) WHERE token IS NOT NULL;
COMMENT ON INDEX helpdesk.mail_arrival_once_per_token IS 'A post that has been kept is not taken again.';
CREATE UNIQUE INDEX mail_arrival_once_per_mail ON helpdesk.mail_arrival (inbound_mail_id) WHERE state = 'mail';
COMMENT ON INDEX helpdesk.mail_arrival_once_per_mail IS 'A mail is counted once; all others repeat it.';
CREATE INDEX mail_arrival_inbound_mail_idx ON helpdesk.mail_arrival (inbound_mail_id) WHERE inbound_mail_id IS NOT NULL;
COMMENT ON INDEX helpdesk.mail_arrival_inbound_mail_idx IS 'By which posts a mail came; foreign key.';
CREATE INDEX mail_arrival_day_idx ON helpdesk.mail_arrival (((received_at AT TIME ZONE 'UTC')::date), adapter);
COMMENT ON INDEX helpdesk.mail_arrival_day_idx IS 'The account of some days.';
CREATE INDEX mail_arrival_waiting_idx ON helpdesk.mail_arrival (mail_arrival_id) WHERE state = 'waiting';
COMMENT ON INDEX helpdesk.mail_arrival_waiting_idx IS 'requeue_mail_arrivals: what is still to be made a mail.';
CREATE INDEX mail_arrival_failed_idx ON helpdesk.mail_arrival (mail_arrival_id DESC) WHERE state = 'failed';
COMMENT ON INDEX helpdesk.mail_arrival_failed_idx IS 'What needs an administrator, newest first.';

CREATE TABLE helpdesk.trusted_sender (
    sender text CONSTRAINT trusted_sender_pkey PRIMARY KEY,
    trusted_by bigint CONSTRAINT trusted_sender_trusted_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT trusted_sender_is_address CHECK (
        sender = lower(sender)
        AND length(sender) <= 320
        AND sender ~ '^[^@\s]+@[^@\s.]+(\.[^@\s.]+)*$'
    )
);
COMMENT ON TABLE helpdesk.trusted_sender IS
    'Mail addresses whose mail opens tickets where a setting would keep that of unknown or unverified senders back.';
COMMENT ON COLUMN helpdesk.trusted_sender.sender IS 'Mail address in lower case.';
COMMENT ON COLUMN helpdesk.trusted_sender.trusted_by IS 'Who said so; null: pgdesk.';
COMMENT ON COLUMN helpdesk.trusted_sender.created_at IS 'Since when.';
COMMENT ON CONSTRAINT trusted_sender_is_address ON helpdesk.trusted_sender IS
    'A trusted sender is a mail address in lower case, of at most 320 characters.';
CREATE INDEX trusted_sender_trusted_by_idx ON helpdesk.trusted_sender (trusted_by);
COMMENT ON INDEX helpdesk.trusted_sender_trusted_by_idx IS 'Foreign key to person.';

ALTER TABLE helpdesk.mail_adapter ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.trusted_sender ENABLE ROW LEVEL SECURITY;
