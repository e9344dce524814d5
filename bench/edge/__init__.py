"""`scripts/bench edge`: our gateway beside other servers that answer the same questions.

Every server is one process on loopback, asked in turn, on one PostgreSQL with the same rows.
"""
