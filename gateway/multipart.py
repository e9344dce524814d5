"""Apollo's subscriptions over multipart: what its clients ask for where there is no WebSocket.

https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
A part counts as received once the boundary after it is here, so each is sent with it.
"""

from gateway.forms import Form, streaming

PART = b"\r\ncontent-type: application/json\r\n\r\n"
BOUNDARY = b"\r\n--graphql"

MULTIPART = Form(
    name="multipart",
    headers=streaming('multipart/mixed;boundary="graphql";subscriptionSpec="1.0"'),
    opening=BOUNDARY + PART + b"{}" + BOUNDARY,
    before=PART + b'{"payload":',
    after=b"}" + BOUNDARY,
    heartbeat=PART + b"{}" + BOUNDARY,
    complete=b"--\r\n",
    broken=PART + b'{"payload":null,"errors":%s}' + BOUNDARY + b"--\r\n",
)
