CREATE OR REPLACE FUNCTION helpdesk.find_mail_author(
    p_parsed jsonb,
    OUT address text,
    OUT name text,
    OUT is_sender boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH sender AS (
        SELECT
            p_parsed #>> '{sender,address}' AS address,
            helpdesk.is_desk_address(p_parsed #>> '{sender,address}') AS is_desk,
            EXISTS (
                SELECT 1 FROM helpdesk.person AS p
                WHERE p.email = p_parsed #>> '{sender,address}' AND NOT p.is_guest
            ) AS is_registered
    ),
    named (address, name, rank) AS (
        SELECT o.address, o.name, o.position
        FROM sender AS s
        CROSS JOIN ROWS FROM (
            jsonb_to_recordset(p_parsed -> 'original_senders') AS (address text, name text, is_author boolean)
        ) WITH ORDINALITY AS o(address, name, is_author, position)
        WHERE o.is_author OR s.is_desk
        UNION ALL
        SELECT r.address, r.name, 100
        FROM sender AS s
        CROSS JOIN jsonb_to_recordset(p_parsed -> 'reply_to') AS r(address text, name text)
        WHERE jsonb_array_length(p_parsed -> 'reply_to') = 1
            -- A list that wants the answers for itself.
            AND (s.is_desk OR NOT (
                coalesce(p_parsed -> 'recipients', '[]') || coalesce(p_parsed -> 'copies', '[]')
                @> jsonb_build_array(jsonb_build_object('address', r.address))
            ))
    ),
    author AS (
        SELECT n.address, n.name
        FROM named AS n
        CROSS JOIN sender AS s
        WHERE n.address IS DISTINCT FROM s.address
            AND NOT s.is_registered
            AND NOT helpdesk.is_desk_address(n.address)
            AND NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.email = n.address AND p.role <> 'customer')
        ORDER BY n.rank
        LIMIT 1
    )
    SELECT
        coalesce(a.address, s.address),
        CASE WHEN a.address IS NULL THEN p_parsed #>> '{sender,name}' ELSE a.name END,
        a.address IS NULL
    FROM sender AS s
    LEFT JOIN author AS a ON true;
END;

COMMENT ON FUNCTION helpdesk.find_mail_author IS
'Whose mail it is: From, or, where a group, a form or the desk''s own address sent it on, X-Original-From, '
'X-Original-Sender or the one address of Reply-To. Never staff by these, and never in place of a registered person.';
