"""How much a run is: a little in the suite, `scripts/history` sets more."""

import os

SEED = os.environ.get("HISTORY_SEED", "1")
MESSAGES = int(os.environ.get("HISTORY_MESSAGES", "400"))
FAULTS = int(os.environ.get("HISTORY_FAULTS", "11"))
SERVERS = int(os.environ.get("HISTORY_SERVERS", "2"))
PAIRS = int(os.environ.get("HISTORY_PAIRS", "2"))

REPEAT = f"HISTORY_SEED={SEED} HISTORY_MESSAGES={MESSAGES} HISTORY_FAULTS={FAULTS}"
