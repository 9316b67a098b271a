"""Hands runs to worker processes; the state of a run is never in here."""
