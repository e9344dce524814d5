"""What belongs to everybody who is signed in."""


async def everybody(event: object = None) -> bool:
    """For what is a person's own: being signed in is enough."""
    return True
