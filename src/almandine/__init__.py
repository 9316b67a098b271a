"""Almandine."""
