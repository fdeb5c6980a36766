"""Keys of the gateway: who may call which task for which brand, within which limits, until when."""
