"""Servers that endpoints are, on loopback, and the trouble they make."""
