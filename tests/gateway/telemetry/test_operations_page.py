"""docs/operations.md says what is true."""

import re
from pathlib import Path

from gateway.telemetry.collecting import Everything
from gateway.telemetry.outbox import outbox
from settings import Settings
from tests.edge import Edge

PAGE = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(mentorgraph_\w+)` \| ([\w, ]*)\|", PAGE, re.MULTILINE)
SUFFIX = re.compile(r"_(total|info)$")


async def test_each_metric_is_explained_with_its_labels(edge: Edge):
    explained = {SUFFIX.sub("", name): labels.strip() for name, labels in ROWS}
    await outbox.now()

    families = list(Everything().collect())

    told = {family.name: ", ".join(getattr(family, "_labelnames", ())) for family in families}
    assert told | {"mentorgraph_build": "version, python"} == explained


def test_what_it_advises_to_watch_is_there():
    role = Settings.model_fields["database_role"].default
    known = {role, *(name for name, _ in ROWS)}

    watched = {re.sub(r"_bucket$", "", name) for name in re.findall(r"mentorgraph_\w+", PAGE)}

    assert watched <= known


def test_every_setting_it_names_is_one():
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert {"LOG_FORMAT", "METRICS_TOKEN"} <= named
    ours = {name for name in named if not name.startswith("AWS_")}
    assert {name.lower() for name in ours} <= Settings.model_fields.keys()
