"""Review of calls from their transcripts: figures, script, card data, promises; never a score of a person."""
