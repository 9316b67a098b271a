"""What is wrong with a record, and what a profile makes of it."""
