"""The customer's own page: who knows what, what the AI did with it, how to say no, and where a request stands."""
