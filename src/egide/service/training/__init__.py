"""Learning from the work: corrected intents, audited training, challengers, and articles proposed from human answers."""
