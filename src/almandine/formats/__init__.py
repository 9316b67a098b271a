"""Foreign file formats as pure readers and writers."""
