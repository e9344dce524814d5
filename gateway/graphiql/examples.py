"""The operations the page opens with, one tab for each file in operations/."""

import json
from pathlib import Path

from graphql import OperationDefinitionNode, VariableDefinitionNode, parse
from graphql.utilities import value_from_ast_untyped

OPERATIONS = Path(__file__).parent / "operations"


def tabs() -> list[dict[str, str]]:
    """Each example as GraphiQL's `defaultTabs` wants it, in the order of the file names.

    Raises GraphQLSyntaxError where a file is not a GraphQL document.
    """
    return [_tab(path.read_text("utf-8")) for path in sorted(OPERATIONS.glob("*.graphql"))]


def _tab(document: str) -> dict[str, str]:
    return {"query": document, "variables": _form(document)}


def _form(document: str) -> str:
    """The document's variables as JSON to fill in, each with its default or null."""
    operations = [d for d in parse(document).definitions if isinstance(d, OperationDefinitionNode)]
    variables = [variable for o in operations for variable in o.variable_definitions or ()]
    blanks = {variable.variable.name.value: _default(variable) for variable in variables}
    return json.dumps(blanks, indent=2) if blanks else ""


def _default(variable: VariableDefinitionNode) -> object:
    return value_from_ast_untyped(variable.default_value) if variable.default_value else None
