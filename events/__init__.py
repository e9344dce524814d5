"""What happened: frozen facts, topics, the hub that carries them."""
