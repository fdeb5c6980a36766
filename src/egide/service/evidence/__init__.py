"""The journal of the service: one outbox, one sequencer, openings, proofs."""
