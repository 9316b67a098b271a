"""What a library keeps, as plain values; no I/O."""
