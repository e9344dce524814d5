"""What somebody who starts the server sees first."""

PASSWORD = "one lamp lights another"

COORDINATOR = "marit@example.org"

SIGN_IN = [
    ("coordinator", COORDINATOR),
    ("owner", "ngozi@example.org"),
    ("mentor", "katrin@example.org"),
    ("mentor without a place left", "priya@example.org"),
    ("mentor whom nobody asked", "elif@example.org"),
    ("mentee", "meera@example.org"),
    ("mentee whose match has ended", "aisling@example.org"),
    ("mentee who looks for a mentor", "gabriela@example.org"),
    ("mentor and mentee", "anjali@example.org"),
    ("applicant", "ximena@example.org"),
    ("coordinator of another organization", "isla@example.com"),
]
"""Roles and addresses. Everybody else can sign in as well, with the same password."""

SIGN_IN_AS = """\
mutation {
  signIn(input: { email: "%s", password: "%s" }) {
    ... on SignInPayload { tokens { accessToken } viewer { user { name } } }
  }
}"""

FIRST_QUERY = """\
{
  programs(first: 3) {
    nodes {
      name
      organization { name }
      matches(first: 5) {
        nodes { status mentor { user { name timeZone } } mentee { user { name timeZone } } }
      }
    }
  }
}"""

WELCOME = """\
This is Mentorgraph with a demonstration program.

  GraphiQL    {url}/graphql
  WebSocket   {socket}/graphql (graphql-transport-ws)
  Schema      {url}/schema.graphql

These can sign in, and everybody else you meet, with the password: {password}

{people}

Run this in GraphiQL, and put the token into Headers, as {{"Authorization": "Bearer ..."}}:

{sign_in}

Then ask, for example:

{first_query}
"""


def welcome(url: str) -> str:
    """Where everything is, who can sign in, and what to try; `url` without a slash at its end."""
    width = max(len(email) for _, email in SIGN_IN)
    return WELCOME.format(
        url=url,
        socket=url.replace("http", "ws", 1),
        password=PASSWORD,
        people="\n".join(f"  {email:<{width}}  {role}" for role, email in SIGN_IN),
        sign_in=SIGN_IN_AS % (COORDINATOR, PASSWORD),
        first_query=FIRST_QUERY,
    )
