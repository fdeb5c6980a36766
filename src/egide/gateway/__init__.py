"""OpenAI-compatible endpoints over the same flows."""
