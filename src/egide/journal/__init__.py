"""Entries, Merkle tree and checkpoints that an outsider can verify."""
