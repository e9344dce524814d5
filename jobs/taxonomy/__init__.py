"""The skills that are known by name: ours, and ESCO's concepts of knowledge; see `data`.

ESCO is the European Commission's classification of skills, competences, qualifications and
occupations, free to use with acknowledgement. We have shortened names and joined concepts.
"""

from hashlib import sha256

from actions.skills import replace_taxonomy
from jobs.taxonomy.reading import FILES, entries


async def load() -> bool:
    """Whether the taxonomy was loaded just now; False if the database had this version."""
    digest = sha256(b"\0".join(path.read_bytes() for path in FILES)).hexdigest()
    return await replace_taxonomy(entries, digest)
