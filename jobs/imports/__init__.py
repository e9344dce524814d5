"""Imports: what others keep in files, brought in line by line."""
