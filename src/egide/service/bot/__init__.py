"""The brand's assistant on the web: it says what it is, answers from the knowledge base, and hands over to a person."""
