CREATE OR REPLACE FUNCTION helpdesk.notice_delivery(p_person_id bigint, p_kind text)
RETURNS TABLE (is_in_app boolean, mail_state text)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        c.channel IN ('in_app', 'both'),
        CASE
            WHEN c.channel = 'in_app' THEN 'none'
            WHEN EXISTS (SELECT 1 FROM helpdesk.digest_preference AS d WHERE d.person_id = p_person_id) THEN 'gathered'
            ELSE 'due'
        END
    FROM (
        SELECT coalesce(
            (
                SELECT n.channel
                FROM helpdesk.notification_preference AS n
                WHERE n.person_id = p_person_id AND n.kind = p_kind
            ),
            (
                SELECT CASE
                    WHEN coalesce(s.value, s.environment_value, s.default_value) ? 'email' THEN 'both'
                    ELSE 'in_app'
                END
                FROM helpdesk.setting AS s
                WHERE s.key = 'notification_channels'
            )
        ) AS channel
    ) AS c
    WHERE c.channel <> 'none';
END;

COMMENT ON FUNCTION helpdesk.notice_delivery IS
'How a person wants a kind of notice: in the app, by mail, both; no row: not at all. With a digest, mail is gathered.';
