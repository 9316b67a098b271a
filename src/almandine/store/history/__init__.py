"""Long lists: totals from counts that are kept, pages found by key."""
