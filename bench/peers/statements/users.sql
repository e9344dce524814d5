SELECT id, name, headline FROM user_account WHERE id = ANY($1::uuid[])
