CREATE OR REPLACE FUNCTION helpdesk.compare_conversation(
    p_before jsonb,
    p_after jsonb,
    p_conversation jsonb,
    p_withdrawn_at timestamptz
)
RETURNS TABLE (metric text, at timestamptz, is_continued boolean, is_restarted boolean, is_taken boolean)
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT
        m.metric,
        CASE
            WHEN p_conversation IS NULL AND m.is_open AND m.is_another THEN (p_before ->> 'asked_at')::timestamptz
            WHEN p_conversation IS NULL AND m.is_open AND m.was = 'withdraw' THEN p_withdrawn_at
            WHEN m.is_open AND NOT m.was_open AND m.is_question AND u.is_undone
                THEN (p_conversation ->> 'answered_before')::timestamptz
            WHEN m.is_open AND m.is_question AND (NOT m.was_open OR u.is_another)
                THEN (p_conversation ->> 'asked_at')::timestamptz
            WHEN m.was_open AND NOT m.is_open AND m.metric <> 'resolution' AND NOT u.is_undone
                THEN (p_conversation ->> 'answered_at')::timestamptz
        END,
        m.is_open AND (
            p_conversation IS NULL AND m.was = 'withdraw' AND NOT m.is_another
            OR NOT m.was_open AND m.is_question AND u.is_undone
        ),
        m.is_open AND m.was_open AND m.is_question AND u.is_another,
        m.was_open AND NOT m.is_open AND m.metric <> 'resolution' AND u.is_undone
    FROM (
        SELECT
            n.metric,
            p_before -> n.metric ->> 0 AS was,
            coalesce(p_before -> n.metric ->> 0 IN ('run', 'pause'), false) AS was_open,
            p_after -> n.metric ->> 0 IN ('run', 'pause') AS is_open,
            p_conversation IS NOT NULL AND n.metric = q.metric AS is_question,
            p_before ? 'asked_at' AND n.metric = q.metric AS is_another
        FROM (VALUES ('first_response'), ('next_response'), ('resolution')) AS n(metric)
        CROSS JOIN (
            SELECT CASE p_after -> 'first_response' ->> 0
                WHEN 'stop' THEN 'next_response'
                ELSE 'first_response'
            END AS metric
        ) AS q
    ) AS m
    CROSS JOIN (
        SELECT
            coalesce((p_conversation -> 'is_undone')::boolean, false) AS is_undone,
            coalesce(p_conversation -> 'asked_at' <> p_conversation -> 'asked_before', false) AS is_another
    ) AS u;
END;

COMMENT ON FUNCTION helpdesk.compare_conversation IS
'What a ticket''s metrics take from a merge, its undoing (conversation: see read_conversation) or, without one, the '
'end of having been merged or spam: since when their mode holds; whether their last cycle goes on, is replaced by one '
'that begins with an older or younger question (asked_at of p_before: the one that became the oldest meanwhile), or '
'ends since its question left.';
