-- A small knowledge base: mostly public, some for staff, one a draft, one to be shown tomorrow.
WITH made AS (
    INSERT INTO helpdesk.article_category (slug, name, description, position, audience) VALUES
        ('getting-started', 'Getting started', 'From the box to the first scene.', 10, 'public'),
        ('devices', 'Devices', 'Lumen Hub, Bridge, Strip, Panel and the others.', 20, 'public'),
        ('account', 'Account and sign-in', NULL, 30, 'public'),
        ('billing', 'Invoices and payment', NULL, 40, 'public'),
        ('orders', 'Delivery and returns', NULL, 50, 'public'),
        ('developers', 'API and integrations', NULL, 60, 'public'),
        ('playbooks', 'Playbooks', 'How we work. For staff.', 90, 'staff')
    RETURNING category_id, slug
),
below AS (
    INSERT INTO helpdesk.article_category (parent_id, slug, name, position)
    SELECT m.category_id, 'firmware', 'Firmware', 10 FROM made AS m WHERE m.slug = 'devices'
)
INSERT INTO helpdesk.article_category_name (category_id, language, name)
SELECT m.category_id, 'de', n.name
FROM (VALUES
    ('getting-started', 'Erste Schritte'), ('devices', 'Geräte'), ('account', 'Konto und Anmeldung'),
    ('billing', 'Rechnungen und Zahlung'), ('orders', 'Lieferung und Rückgabe')
) AS n(slug, name)
JOIN made AS m USING (slug);

CREATE TEMP TABLE demo_article ON COMMIT DROP AS
SELECT row_number() OVER () AS number, a.*
FROM (VALUES
    ('getting-started', 'en', 'Set up your Lumen Hub', 'Plug it in, add it to the app, update it once.', 'install hub',
        E'1. Connect the Hub to your router and to power. The lamp blinks **blue**.\n2. Open the app and choose *Add '
        'device*.\n3. Scan the code below the Hub.\n\n## The lamp stays red\n\nThe Hub has no internet. Try another '
        'cable, then restart the router.'),
    ('getting-started', 'en', 'Your first scene', 'Lights, a time, and who may change it.', '',
        E'A scene is a set of lights with a brightness and a colour.\n\n- Choose **Scenes → New**.\n- Add lights.\n- '
        'Choose a time, or *sunset*.\n\nScenes run in the Hub, also without internet.'),
    ('getting-started', 'en', 'Invite your family or colleagues', 'Roles, and what each may do.', 'share user guest',
        E'Open **Settings → People** and enter a mail address.\n\n| Role | May |\n|---|---|\n| Guest | switch lights '
        '|\n| Member | change scenes |\n| Owner | everything, also billing |'),
    ('devices', 'en', 'The Hub is offline', 'What the lamp says, and what helps.', 'red lamp unreachable',
        E'## Check\n\n1. The lamp is blue: the Hub is fine, restart the app.\n2. It is red: no internet.\n3. It is '
        'off: no power.\n\n## Restart\n\nHold the button for ten seconds. Scenes and rooms stay.'),
    ('devices', 'en', 'Reset a device to how it came', 'Ten seconds for a restart, thirty for a reset.', 'factory',
        E'Hold the button for **thirty seconds**, until the lamp blinks white. The device forgets its room and has to '
        'be added again.\n\n> A reset cannot be undone.'),
    ('devices', 'en', 'A lamp flickers', 'Dimmers, loose contacts and old firmware.', '',
        E'Most lamps flicker since a wall dimmer is in the same circuit. Set the dimmer to full, or replace it by a '
        'Lumen Dimmer.\n\nOtherwise update the firmware.'),
    ('devices', 'en', 'Which devices work outdoors?', 'IP65 and what it means.', 'rain garden',
        E'Lumen Outdoor and Lumen Strip Pro are made for rain (IP65). The Hub and the Bridge are not.'),
    ('firmware', 'en', 'Update the firmware', 'From the app, or from a file.', 'upgrade version',
        E'Choose **Device → Firmware → Update**. It takes three minutes, and the light stays on.\n\n## By file\n\n'
        'Download the file, open `http://hub.local/update`, choose it.'),
    ('firmware', 'en', 'The update stops with "checksum mismatch"', 'The file came incomplete.', 'E-1042',
        E'Download the file again and compare its checksum:\n\n```\nsha256sum lumen-hub.bin\n```\n\nDo not switch the '
        'device off meanwhile.'),
    ('account', 'en', 'Reset your password', 'By a link that we send you.', 'login forgotten',
        E'Choose *Forgot password* where you sign in. We send a link that is good for an hour.\n\nNo mail? Look in '
        'the spam folder, then [write to us](/support/create).'),
    ('account', 'en', 'Two-step sign-in', 'Codes from an app, and what to do when the phone is gone.', '2fa totp mfa',
        E'Open **Settings → Security**, scan the code with any authenticator app, and keep the *recovery codes*.\n\n'
        '## The phone is lost\n\nUse a recovery code. Each works once.'),
    ('account', 'en', 'Sign in with your company''s account (SSO)', 'SAML and OpenID Connect.', 'okta entra azure',
        E'An owner enters the issuer and the client under **Settings → Single sign-on**.\n\nThe error '
        '`invalid_grant` means that the clocks of both sides differ.'),
    ('account', 'en', 'Delete your account', 'What is deleted, what the law makes us keep.', 'gdpr privacy erase',
        E'Choose **Settings → Account → Delete**. Rooms, scenes and logs are gone after 30 days; invoices are kept '
        'for ten years, as the law says.'),
    ('billing', 'en', 'Where is my invoice?', 'All of them, as PDF.', 'receipt bill',
        E'Under **Settings → Billing → Invoices**. A copy goes to the billing address each month.'),
    ('billing', 'en', 'Put a VAT number on an invoice', 'On the next ones by yourself, on old ones by us.', 'tax',
        E'Enter it under **Billing → Company**. Of the last three months we issue corrected invoices: write to us '
        'with their numbers.'),
    ('billing', 'en', 'A payment failed', 'Cards, limits, and how long we try.', 'declined card',
        E'We try three times in ten days. Enter another card under **Billing → Payment**; the open amount is charged '
        'at once.'),
    ('billing', 'en', 'Refunds', 'Within 30 days, to the card that paid.', 'money back charged twice',
        E'A refund is on the account within *five working days*. Charged twice? One of the two is usually a '
        'reservation that vanishes by itself.'),
    ('orders', 'en', 'Track a delivery', 'Numbers, carriers, and when to worry.', 'parcel shipping dhl ups',
        E'The tracking number comes by mail when the parcel leaves. After **five** days without news, write to us.'),
    ('orders', 'en', 'Return a product', '30 days, in any box.', 'send back label',
        E'Print the label under **Orders → Return**. We refund when the parcel has arrived.'),
    ('orders', 'en', 'It arrived damaged', 'A picture is enough.', 'broken',
        E'Send us a picture of the product and of the box. A new one leaves the same day.\n\nKeep the old one a week.'),
    ('developers', 'en', 'API keys', 'Make one, limit it, replace it.', 'token',
        E'Keys are made under **Developers → Keys**, and shown once.\n\n```\ncurl -H "Authorization: Bearer …" '
        'https://api.lumen.example/v1/lights\n```'),
    ('developers', 'en', 'Rate limits and HTTP 429', '600 requests a minute, and how to wait.', 'too many requests',
        E'Each key has **600 requests a minute**. On `429` wait as long as `Retry-After` says.'),
    ('developers', 'en', 'Webhooks', 'Events, signatures, repeats.', 'callback',
        E'We send a POST for each event, signed in `X-Lumen-Signature`. Answer within ten seconds; otherwise we try '
        'again for a day.'),
    ('developers', 'en', 'Connect Home Assistant', 'Local, without the cloud.', 'mqtt integration',
        E'Add the integration *Lumen* and enter the address of the Hub. Press the button of the Hub when asked.'),
    ('playbooks', 'en', 'When a hub batch is faulty', 'Serials, exchange without return, who is told.', 'recall',
        E'1. Look the serial up in the sheet of batches.\n2. Exchange it *without* return.\n3. Tag the ticket '
        '`regression` and tell Engineering.'),
    ('playbooks', 'en', 'Refunds beyond 30 days', 'Up to EUR 200 without asking.', 'goodwill',
        E'Up to EUR 200 every agent decides. Above that, ask a lead.'),
    ('account', 'de', 'Passwort zurücksetzen', 'Mit einem Link, den wir senden.', 'vergessen Anmeldung',
        E'Wählen Sie *Passwort vergessen*. Der Link gilt eine Stunde.\n\nKeine Mail? Sehen Sie im Spam-Ordner nach.'),
    ('devices', 'de', 'Der Hub ist nicht erreichbar', 'Was die Lampe sagt.', 'rot offline',
        E'1. Blau: Starten Sie die App neu.\n2. Rot: kein Internet.\n3. Aus: kein Strom.\n\nHalten Sie den Knopf zehn '
        'Sekunden gedrückt.'),
    ('billing', 'de', 'Wo ist meine Rechnung?', 'Alle als PDF.', 'Beleg',
        E'Unter **Einstellungen → Abrechnung → Rechnungen**.')
) AS a(category, language, title, summary, keywords, body);

-- Numbers are those of identities that nobody else has drawn from yet.
INSERT INTO helpdesk.article (category_id, audience)
SELECT c.category_id, CASE d.category WHEN 'playbooks' THEN 'staff' ELSE 'public' END
FROM demo_article AS d
JOIN helpdesk.article_category AS c ON c.slug = d.category
WHERE d.language = 'en'
ORDER BY d.number;

WITH placed AS (
    SELECT
        d.*,
        (SELECT min(a.article_id) FROM helpdesk.article AS a) - 1 + CASE d.title
            WHEN 'Passwort zurücksetzen' THEN 10 WHEN 'Der Hub ist nicht erreichbar' THEN 4
            WHEN 'Wo ist meine Rechnung?' THEN 14 ELSE d.number
        END AS article_id
    FROM demo_article AS d
),
translated AS (
    INSERT INTO helpdesk.article_translation (article_id, language, slug)
    SELECT p.article_id, p.language, helpdesk.make_article_slug(p.title, p.language) FROM placed AS p
)
INSERT INTO helpdesk.article_version (article_id, language, title, summary, keywords, body, author_id)
SELECT p.article_id, p.language, p.title, p.summary, p.keywords, p.body, 2 FROM placed AS p;

UPDATE helpdesk.article_translation AS t
SET version_id = CASE WHEN v.title <> 'Webhooks' THEN v.article_version_id END,
    shown_at = CASE WHEN v.title <> 'Webhooks' THEN helpdesk.clock() END,
    next_version_id = CASE WHEN v.title = 'Webhooks' THEN v.article_version_id END,
    next_at = CASE WHEN v.title = 'Webhooks' THEN helpdesk.clock() + interval '1 day' END
FROM helpdesk.article_version AS v
WHERE v.article_id = t.article_id AND v.language = t.language AND v.title <> 'Which devices work outdoors?';

INSERT INTO helpdesk.article_link (article_id, related_id)
SELECT o.article_id, r.article_id
FROM helpdesk.article_version AS o
JOIN helpdesk.article_version AS r ON (o.title, r.title) IN (
    ('Reset your password', 'Two-step sign-in'), ('The Hub is offline', 'Reset a device to how it came')
);
INSERT INTO helpdesk.article_gap (day, query, language, asked_by, searches)
SELECT (helpdesk.clock() AT TIME ZONE 'UTC')::date - g.age, g.query, g.language, g.asked_by, g.searches
FROM (VALUES
    (1, 'thread border router', 'en', 'guests', 7), (1, 'matter', 'en', 'guests', 12),
    (2, 'matter', 'en', 'customers', 5), (3, 'spare parts', 'en', 'staff', 2),
    (9, 'energy report csv', 'en', 'customers', 3), (12, 'ratenzahlung', 'de', 'guests', 4)
) AS g(age, query, language, asked_by, searches);
SELECT helpdesk.count_article_words();
