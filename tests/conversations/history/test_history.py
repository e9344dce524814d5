from collections import Counter
from os import environ

import pytest

from tests.conversations.history.checker import judge
from tests.conversations.history.cluster import cluster_of
from tests.conversations.history.counts import FAULTS, MESSAGES, PAIRS, REPEAT, SEED, SERVERS
from tests.conversations.history.faults import FAULTS as KINDS
from tests.conversations.history.plan import plans
from tests.conversations.history.run import play
from tests.conversations.history.summary import summary
from tests.generated.dice import Dice

PLANS = plans(Dice(SEED), FAULTS)


def broken(*planned):
    return Counter(kind for plan in planned for together in plan for kind in together)


@pytest.mark.skipif("HISTORY_SEED" not in environ, reason="scripts/history runs it by itself")
@pytest.mark.parametrize("bus", ["redis", "postgres"])
async def test_whatever_breaks_each_message_is_kept_and_seen_once_in_order(
    empty, database_url, tmp_path, capsys, bus
):
    dice, servers = Dice(f"{SEED} {bus}"), SERVERS

    async with cluster_of(servers, database_url, tmp_path, with_redis=bus == "redis") as cluster:
        run = await play(cluster, dice, PLANS[bus], MESSAGES // 2, PAIRS)
    anomalies = judge(run.history)

    with capsys.disabled():
        print("", f"{REPEAT}, hints by {bus}:", *summary(run, anomalies), sep="\n")
    assert Counter(anomaly.kind for anomaly in anomalies) == Counter()
    assert not run.is_stuck
    assert run.faults == broken(PLANS[bus])


def test_even_the_shortest_run_breaks_everything():
    planned = plans(Dice(SEED), len(KINDS))

    assert broken(*planned.values()) == Counter(KINDS.keys())
