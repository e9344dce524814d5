SELECT conversation.id
FROM conversation
JOIN member ON member.conversation_id = conversation.id
WHERE member.user_id = $1
ORDER BY conversation.id DESC
LIMIT $2
