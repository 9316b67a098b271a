"""The HTTP edge: gateway, routes and server. Async lives only here."""
