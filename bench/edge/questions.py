"""What every server is asked: the same text, byte for byte."""

NESTED = """{
  viewer {
    conversations(first: 20) {
      nodes { id messages(first: 20) { nodes { id number body sentAt sender { id name } } } }
    }
  }
}"""

SMALL = "query ($id: ID!) { user(id: $id) { id name headline } }"
