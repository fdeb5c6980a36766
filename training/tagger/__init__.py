"""Rebuild the gazetteer and the tagger of names from the shared data."""
