"""Replace personal data with pseudonyms, and restore only what was issued."""
