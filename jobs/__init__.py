"""What happens later: the worker, the outbox, mails, imports."""
