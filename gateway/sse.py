"""graphql-sse, distinct connections: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md.

A stream that ends without `complete` was broken off: the common client connects again, with new
headers. So that is what happens when a session ends and when the server stops.
"""

from gateway.forms import Form, streaming

SSE = Form(
    name="sse",
    headers=streaming("text/event-stream"),
    opening=b":\n\n",
    before=b"event: next\ndata: ",
    after=b"\n\n",
    heartbeat=b":\n\n",
    complete=b"event: complete\ndata:\n\n",
    broken=b": %s\n\n",
)
