"""Back a site up, put it back, and tell it what it has forgotten before it opens."""
