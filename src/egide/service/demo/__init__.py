"""A fictitious brand, processed end to end, to try the product in five minutes."""
