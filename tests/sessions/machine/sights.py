"""What a client is shown, and what it should be."""

from typing import Any

from tests.sessions.machine.model import Session, World

SIGHT = """
query ($o0: ID!, $o1: ID!, $n0: ID!, $n1: ID!, $n2: ID!) {
  viewer { user { id } sessions(first: 100) { nodes { id isThisOne } } }
  programs(first: 20) {
    nodes { id enrollments(first: 50) { nodes { id role status user { id } } } }
  }
  o0: organization(id: $o0) { ...Staff }
  o1: organization(id: $o1) { ...Staff }
  n0: node(id: $n0) { id }
  n1: node(id: $n1) { id }
  n2: node(id: $n2) { id }
}

fragment Staff on Organization { staff(first: 50) { nodes { id role user { id } } } }
"""
BY_ID = 3
"""Things that are asked for by their ids, as well; others each time."""

Shown = set[tuple[str, ...]]


def variables(world: World, turn: int) -> dict[str, str]:
    nodes = {f"n{place}": id for place, id in enumerate(some_ids(world, turn))}
    return nodes | {f"o{place}": id for place, id in enumerate(world.organizations)}


def some_ids(world: World, turn: int) -> list[str]:
    rows = (*world.people, *world.programs, *world.parts, *world.seats)
    known = [row.id for row in rows]
    start = turn * BY_ID % len(known)
    return (known + known)[start : start + BY_ID]


def shown(data: dict[str, Any], world: World, turn: int) -> Shown:
    """All that an answer shows."""
    viewer, programs = data["viewer"], data["programs"]["nodes"]
    things: Shown = {("viewer", viewer["user"]["id"])}
    things |= {("session", one["id"]) for one in viewer["sessions"]["nodes"]}
    things |= {("program", one["id"]) for one in programs}
    for program in programs:
        things |= {(program["id"], *row_of(part)) for part in program["enrollments"]["nodes"]}
    for place, organization in enumerate(world.organizations):
        seats = data[f"o{place}"]["staff"]["nodes"]
        things |= {(organization, *row_of(seat)) for seat in seats}
    nodes = [data[f"n{place}"] for place in range(BY_ID)]
    return things | {("node", node["id"]) for node in nodes if node}


def row_of(node: dict[str, Any]) -> tuple[str, ...]:
    return node["id"], node["user"]["id"], node["role"], node.get("status", "")


def due(world: World, client: Session, turn: int) -> Shown:
    """All that an answer should show to this client."""
    me = client.person
    programs = [one for one in world.programs if world.sees_program(me, one)]
    parts = [one for one in world.parts if world.sees_part(me, one)]
    seats = [one for one in world.seats if world.sees_seat(me, one)]
    people = [one for one in world.people if world.sees_person(me, one)]
    seen = {row.id for row in (*programs, *parts, *seats, *people)}
    return {
        ("viewer", me.id),
        *(("session", one.id) for one in world.living_of(me)),
        *(("program", one.id) for one in programs),
        *((one.program.id, one.id, one.person.id, one.role, one.status) for one in parts),
        *((one.organization, one.id, one.person.id, one.role, "") for one in seats),
        *(("node", id) for id in some_ids(world, turn) if id in seen),
    }
