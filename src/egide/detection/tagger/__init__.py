"""Read names, places and sensitive words in any casing with a small neural network."""
