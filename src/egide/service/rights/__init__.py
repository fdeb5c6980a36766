"""People's rights: access, rectification, erasure, restriction, portability, objection, each with its deadline and its proof."""
