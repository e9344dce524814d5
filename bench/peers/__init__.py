"""Servers as their own documentation teaches to write them. All send the same statements."""
