"""If the checker let these pass, that it lets ours pass would say nothing."""

from tests.conversations.history.checker import judge
from tests.conversations.history.controls import by_broker_alone, by_sequence_number
from tests.conversations.history.verdict import Kind

ROUNDS = 20


async def test_a_cursor_of_sequence_numbers_loses_whatever_is_committed_late(database_url):
    history = await by_sequence_number(database_url, ROUNDS)

    anomalies = judge(history)

    lines = [int(anomaly.what.rpartition("instead of line ")[2]) for anomaly in anomalies]
    assert {anomaly.kind for anomaly in anomalies} == {Kind.LOST}
    assert lines == [*range(1, 2 * ROUNDS, 2)]


async def test_a_broker_alone_loses_whatever_is_said_while_it_is_away(tmp_path):
    history = await by_broker_alone(tmp_path)

    (anomaly,) = judge(history)

    assert anomaly.kind is Kind.LOST
    assert anomaly.what.endswith("instead of line 3")
