"""What every server is asked: the same text, byte for byte."""

NESTED = """{
  viewer {
    conversations(first: 20) {
      nodes { id messages(first: 20) { nodes { id number body sentAt sender { id name } } } }
    }
  }
}"""

SMALL = "query ($id: ID!) { user(id: $id) { id name headline } }"

EVENTS = """subscription ($id: ID!) {
  conversationEvents(conversationId: $id) {
    ... on MessageSent { cursor message { id number body sentAt sender { id name } } }
  }
}"""

SEND = """mutation ($id: ID!, $clientId: String!, $body: String!) {
  sendMessage(input: { conversationId: $id, clientId: $clientId, body: $body }) {
    ... on SendMessagePayload { message { id number } }
  }
}"""
