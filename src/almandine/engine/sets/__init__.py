"""What can be done with sets: one use case a file, each within one transaction."""
