"""How a request becomes an operation: HTTP, WebSocket, limits, execution."""
