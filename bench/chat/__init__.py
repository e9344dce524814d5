"""`scripts/bench chat`: stored messages, from their sending to every socket that hears them.

Beside what PostgreSQL takes without any server, and beside a server that stores them, too.
"""
