SELECT id, name, headline
FROM user_account
WHERE id = $1 AND (
    id = $2
    OR id IN (
        SELECT user_id FROM enrollment
        WHERE status = 'APPROVED' AND program_id IN (
            SELECT program_id FROM enrollment WHERE user_id = $2 AND status = 'APPROVED'
        )
    )
)
