"""Registering, signing in and out, and what keeps an account safe."""
