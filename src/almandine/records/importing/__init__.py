"""What an import does with one record: from its bytes and its matches to a decision."""
