"""How bibs are published: their records, and the files around them."""
