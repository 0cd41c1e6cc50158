"""What happens, told while it happens: GET /live as server-sent events or as a WebSocket."""
