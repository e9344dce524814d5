"""One event, one execution, for all who share document and rights; and nothing crosses."""

SAME = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent { message { body sender { name } } }
  }
}
"""
OWN = """
subscription ($id: ID!) {
  conversationEvents(conversationId: $id) {
    ... on MessageSent { message { body conversation { unreadCount } } }
  }
}
"""
