SELECT message.*
FROM unnest($1::uuid[]) AS parent (id)
CROSS JOIN LATERAL (
    SELECT id, conversation_id, sender_id, number, body, created_at
    FROM message
    WHERE conversation_id = parent.id
    ORDER BY number
    LIMIT $2
) AS message
ORDER BY message.conversation_id, message.number
