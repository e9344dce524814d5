"""Operations that are almost right: a valid one with something lost, doubled, moved or changed."""
