"""How fast it is, as a ratio beside a peer in the same run."""
