"""Known skills by the beginning of any of their names, or with a typing mistake."""

from errors import Invalid
from models import Skill
from models.pages import Order
from models.skills import LONGEST_NAME, key_of
from models.sources import Source

BEST_FIRST = Order("place")

# A place is how well the best of a skill's names suits (0 to 13), then the skill's own number: so
# a page goes on where the last one ended. `<%` finds by trigrams, `^@` by a beginning.
FOUND = """(
    SELECT skill.*, best.suits * 1000000 + skill.number AS place FROM (
        SELECT skill_id, min(CASE
            WHEN label.key = $1 THEN 0
            WHEN label.key ^@ $1 AND label.key = skill.key THEN 1
            WHEN label.key ^@ $1 THEN 2
            WHEN strpos(label.key, ' ' || $1) > 0 THEN 3
            ELSE 13 - floor(10 * word_similarity($1, label.key))::int
        END) AS suits
        FROM skill_label AS label JOIN skill ON skill.id = skill_id
        WHERE label.key ^@ $1 OR strpos(label.key, ' ' || $1) > 0 OR $1 <% label.key
        GROUP BY skill_id
    ) AS best JOIN skill ON skill.id = best.skill_id
) AS found"""


def found(text: str) -> Source[Skill]:
    """The skills that a text may mean, to be read in the order `BEST_FIRST`."""
    key = key_of(text)
    if not 0 < len(key) <= LONGEST_NAME or "\x00" in key:
        raise Invalid("search", f"Write 1 to {LONGEST_NAME} characters")
    return Source(Skill, FOUND, (key,))
