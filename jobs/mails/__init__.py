"""Mails: what each says, and what it must find out before it is sent.

Nothing that somebody typed stands in a text: not everybody who types is who they say.
"""
