"""Publishing: what changed since the last run goes to files, and is remembered."""
