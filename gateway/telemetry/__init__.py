"""What is seen of the gateway from outside: lines of its log, numbers, and traces."""
