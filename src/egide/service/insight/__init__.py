"""What a supervisor needs to know: are we keeping up, does the AI help, is it trusted too much."""
