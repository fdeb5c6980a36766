"""Energy and carbon arithmetic, as intervals."""
