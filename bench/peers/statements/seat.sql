SELECT 1 FROM member WHERE user_id = $1 AND conversation_id = $2
