"""The agent's desk: queue, conversation, trace, import, homes."""
