"""Scripts that rebuild what the product ships and learnt from data."""
