CREATE TEMP TABLE demo_topic ON COMMIT DROP AS
SELECT
    row_number() OVER () AS topic_id,
    t.*,
    (sum(t.weight) OVER (ROWS UNBOUNDED PRECEDING) - t.weight)::double precision / sum(t.weight) OVER () AS chance_from,
    sum(t.weight) OVER (ROWS UNBOUNDED PRECEDING)::double precision / sum(t.weight) OVER () AS chance_until
FROM (VALUES
    ('billing', 14, 'billing', 'question', 3, ARRAY['invoice', 'refund', 'payment-failed']),
    ('login', 13, 'care', 'problem', 3, ARRAY['login', '2fa', 'sso']),
    ('shipping', 13, 'shipping', 'question', 3, ARRAY['delivery', 'return', 'damaged']),
    ('bug', 12, 'technical', 'problem', 3, ARRAY['bug', 'regression', 'firmware']),
    ('feature', 8, 'care', 'task', 2, ARRAY['feature-request', 'how-to', 'feature-request']),
    ('outage', 4, 'technical', 'incident', 2, ARRAY['outage', 'status-page', 'performance']),
    ('export', 6, 'care', 'task', 2, ARRAY['export', 'api', 'how-to']),
    ('integration', 9, 'technical', 'problem', 2, ARRAY['integration', 'api', 'webhook']),
    ('account', 7, 'care', 'task', 2, ARRAY['account', 'vip', 'how-to']),
    ('howto', 7, 'care', 'question', 2, ARRAY['how-to', 'firmware', 'vip']),
    ('performance', 4, 'technical', 'problem', 2, ARRAY['performance', 'bug', 'api']),
    ('privacy', 3, 'security', 'task', 2, ARRAY['gdpr', 'phishing', 'account'])
) AS t(topic, weight, team, ticket_type, strands, tags);

-- What the placeholders in the texts stand for; {number} is the ticket's own.
CREATE TEMP TABLE demo_slot ON COMMIT DROP AS
SELECT row_number() OVER () - 1 AS slot, s.*
FROM (VALUES
    ('Lumen Hub', 'Firefox', 'Slack', 'DHL', 'Rotterdam', 'schedules', '49.00', 'E-1042'),
    ('Lumen Bridge', 'Chrome', 'Zapier', 'UPS', 'Leeds', 'scenes', '118.50', 'E-2210'),
    ('Lumen Strip', 'Safari', 'Home Assistant', 'DPD', 'Porto', 'groups', '23.90', 'timeout after 30 s'),
    ('Lumen Panel', 'Edge', 'Microsoft Teams', 'FedEx', 'Austin', 'the energy report', '340.00', 'HTTP 502'),
    ('Lumen Cloud', 'the iOS app', 'Salesforce', 'PostNL', 'Kyoto', 'the floor plan', '79.00', 'HTTP 429'),
    ('Lumen Studio', 'the Android app', 'Google Sheets', 'GLS', 'Turin', 'shared dashboards', '1,290.00', 'ERR_AUTH_7'),
    (
        'Lumen Insights', 'Chrome on a tablet', 'Power BI', 'Royal Mail', 'Cork', 'the activity log', '560.00',
        'invalid_grant'
    ),
    ('Lumen API', 'Firefox on Linux', 'Node-RED', 'Correos', 'Lyon', 'bulk edit', '15.75', 'E-3301'),
    ('Lumen Dimmer', 'the desktop app', 'Grafana', 'DB Schenker', 'Bergen', 'sunset rules', '64.20', 'E-1180'),
    ('Lumen Motion', 'Safari on an iPad', 'ServiceNow', 'TNT', 'Tallinn', 'presence detection', '212.00', 'HTTP 500'),
    ('Lumen Gateway', 'an old Edge', 'Jira', 'Chronopost', 'Bogotá', 'the room planner', '99.99', 'E-4004'),
    ('Lumen Outdoor', 'the kiosk mode', 'HubSpot', 'USPS', 'Nairobi', 'alerts', '430.00', 'checksum mismatch'),
    ('Lumen Sense', 'Brave', 'Datadog', 'Evri', 'Perth', 'occupancy charts', '38.00', 'E-2999'),
    ('Lumen Key', 'Opera', 'Okta', 'Aramex', 'Dubai', 'guest access', '7.40', 'SAML response rejected'),
    ('Lumen Desk', 'the web widget', 'Notion', 'InPost', 'Gdansk', 'desk booking', '150.00', 'E-1515'),
    (
        'Lumen Wall', 'Chrome behind a proxy', 'Stripe', 'Bring', 'Malmö', 'calendar sync', '885.00',
        'TLS handshake failure'
    )
) AS s(product, browser, integration, carrier, city, feature, amount, error);
