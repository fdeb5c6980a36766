"""The way of one message through the AI functions: decide, protect, assist, verify, restore, review."""
