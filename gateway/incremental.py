"""`@defer` and `@stream` are not offered: their later parts would come past what masks errors."""

from typing import Any

from graphql import DirectiveNode, GraphQLError, KnownDirectivesRule

NOT_OFFERED = {
    "defer": "@defer is not offered here; ask for what can wait in a second request",
    "stream": "@stream is not offered here; ask for a page with `first`, then the next",
}


class KnownDirectives(KnownDirectivesRule):
    """Says of two directives that clients expect what to do without them."""

    def enter_directive(
        self, node: DirectiveNode, key: Any, parent: Any, path: Any, ancestors: Any
    ) -> None:
        reason = NOT_OFFERED.get(node.name.value)
        if reason is None:
            return super().enter_directive(node, key, parent, path, ancestors)
        self.report_error(GraphQLError(reason, node))
