"""The brand's approved knowledge: what an answer may rest on, and nothing else."""
