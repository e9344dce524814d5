WITH head AS (
    UPDATE conversation SET last_seq = last_seq + 1, last_number = last_number + 1
    WHERE id = $1 AND EXISTS (SELECT 1 FROM member WHERE conversation_id = $1 AND user_id = $2)
    RETURNING organization_id, last_seq, last_number
), line AS (
    INSERT INTO conversation_event (
        id, created_at, organization_id, conversation_id, seq, kind, message_id
    )
    SELECT $6, now(), organization_id, $1, last_seq, 'MESSAGE_SENT', $3 FROM head
)
INSERT INTO message (
    id, created_at, organization_id, conversation_id, sender_id, number, client_id, body
)
SELECT $3, now(), organization_id, $1, $2, last_number, $4, $5 FROM head
RETURNING id, sender_id, number, body, created_at
