CREATE OR REPLACE FUNCTION helpdesk.find_mail_author(
    p_parsed jsonb,
    OUT address text,
    OUT name text,
    OUT is_sender boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    WITH sender AS (
        SELECT
            p_parsed #>> '{sender,address}' AS address,
            helpdesk.is_desk_address(p_parsed #>> '{sender,address}') AS is_desk,
            helpdesk.is_program_address(p_parsed #>> '{sender,address}') AS is_program,
            EXISTS (
                SELECT 1
                FROM helpdesk.person_address AS a
                JOIN helpdesk.person AS p ON p.person_id = a.person_id
                WHERE a.email = p_parsed #>> '{sender,address}' AND NOT p.is_guest
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
        SELECT r.address, min(r.name), 99 + min(r.position)
        FROM sender AS s
        CROSS JOIN ROWS FROM (
            jsonb_to_recordset(p_parsed -> 'reply_to') AS (address text, name text)
        ) WITH ORDINALITY AS r(address, name, position)
        -- A list that wants the answers for itself.
        WHERE s.is_desk OR NOT (
            coalesce(p_parsed -> 'recipients', '[]') || coalesce(p_parsed -> 'copies', '[]')
            @> jsonb_build_array(jsonb_build_object('address', r.address))
        )
        GROUP BY r.address
    ),
    other AS (
        SELECT n.address, n.name, n.rank, n.rank < 100 OR count(*) OVER (PARTITION BY n.rank < 100) = 1 AS is_alone
        FROM named AS n
        CROSS JOIN sender AS s
        -- Another desk has its answers come to support+detail@: who writes is support@ all the same.
        WHERE regexp_replace(n.address, '\+[^@]*@', '@') IS DISTINCT FROM s.address
            AND NOT helpdesk.is_desk_address(n.address)
            AND NOT EXISTS (
                SELECT 1
                FROM helpdesk.person_address AS a
                JOIN helpdesk.person AS p ON p.person_id = a.person_id
                WHERE a.email = n.address AND p.role <> 'customer'
            )
    ),
    author AS (
        SELECT o.address, o.name
        FROM other AS o
        CROSS JOIN sender AS s
        WHERE NOT s.is_registered AND (o.is_alone OR s.is_desk OR s.is_program)
        ORDER BY o.rank
        LIMIT 1
    )
    SELECT
        coalesce(a.address, s.address),
        CASE WHEN a.address IS NULL THEN p_parsed #>> '{sender,name}' ELSE a.name END,
        a.address IS NULL
    INTO find_mail_author.address, find_mail_author.name, find_mail_author.is_sender
    FROM sender AS s
    LEFT JOIN author AS a ON true;
END
$$;

COMMENT ON FUNCTION helpdesk.find_mail_author IS
'Whose mail it is: From, or, where a group, a form or the desk''s own address sent it on, X-Original-From, '
'X-Original-Sender or the one address that Reply-To names beside the desk and staff (the first of several, where '
'nobody reads From). Never staff by these, and never in place of a registered person.';
