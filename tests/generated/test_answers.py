"""The reading of answers finds what is wrong with them."""

import pytest
from graphql import build_schema

from tests.generated.answers import read

SCHEMA = build_schema("""
    interface Named { name: String! }
    type Cat implements Named { name: String! lives: Int friends: [Named!]! mood: Mood }
    type Dog implements Named { name: String! walks: Float! }
    enum Mood { GOOD BAD }
    type Query { cat: Cat named: Named names(first: Int): [String!]! }
""")

RIGHT = {
    "a field": ("{ cat { name } }", {"cat": {"name": "Tom"}}),
    "nothing": ("{ cat { name } }", {"cat": None}),
    "an alias": ("{ a: names b: names(first: 1) }", {"a": [], "b": ["Tom"]}),
    "a field twice": ("{ cat { name } cat { lives } }", {"cat": {"name": "Tom", "lives": 9}}),
    "a fragment on an interface": (
        "{ cat { friends { ...F } } } fragment F on Named { name ... on Dog { walks } }",
        {"cat": {"friends": [{"name": "Rex", "walks": 1.5}, {"name": "Kit"}]}},
    ),
    "a field left out": ("query ($no: Boolean = false) { names @include(if: $no) }", {}),
    "a type by its name": ("{ named { __typename } }", {"named": {"__typename": "Dog"}}),
    "an enum": ("{ cat { mood } }", {"cat": {"mood": "BAD"}}),
}

WRONG = {
    "a null that may not be": ("{ cat { name } }", {"cat": {"name": None}}, ".cat.name is null"),
    "a null in a list": ("{ names }", {"names": [None]}, ".names is null"),
    "no list": ("{ names }", {"names": "Tom"}, ".names is no list"),
    "no object": ("{ cat { name } }", {"cat": "Tom"}, ".cat is no object"),
    "another type": ("{ cat { lives } }", {"cat": {"lives": "9"}}, ".cat.lives is '9' for Int"),
    "true for a number": ("{ cat { lives } }", {"cat": {"lives": True}}, "is True for Int"),
    "another value": ("{ cat { mood } }", {"cat": {"mood": "SO"}}, "is 'SO' for Mood"),
    "a key too many": ("{ names }", {"names": [], "cat": None}, "are not the keys"),
    "a key too few": ("{ cat { name lives } }", {"cat": {"name": "Tom"}}, "are not the keys"),
    "another order": ("{ cat { name lives } }", {"cat": {"lives": 9, "name": ""}}, "not the keys"),
    "a field skipped": ("{ names @skip(if: true) }", {"names": []}, "are not the keys"),
    "a type there is not": ("{ named { __typename } }", {"named": {"__typename": "Query"}}, "keys"),
    "a field of another type": (
        "{ named { __typename ... on Dog { walks } } }",
        {"named": {"__typename": "Cat", "walks": 1}},
        "are not the keys",
    ),
}


@pytest.mark.parametrize(("query", "data"), RIGHT.values(), ids=RIGHT.keys())
def test_a_right_answer_is_right(query, data):
    assert read(SCHEMA, query, {}, None, data).wrong == []


@pytest.mark.parametrize(("query", "data", "complaint"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_answer_is_found(query, data, complaint):
    [wrong] = read(SCHEMA, query, {}, None, data).wrong

    assert complaint in wrong


def test_what_was_answered_is_known_by_type_and_field():
    query = "{ cat { name lives friends { __typename ... on Dog { walks } } } }"
    data = {"cat": {"name": "Tom", "lives": None, "friends": [{"__typename": "Dog", "walks": 1}]}}

    answered = read(SCHEMA, query, {}, None, data).answered

    assert answered == {"Query.cat", "Cat.name", "Cat.friends", "Dog.walks"}
