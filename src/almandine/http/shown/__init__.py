"""Values of the engine, as they stand on the wire."""
