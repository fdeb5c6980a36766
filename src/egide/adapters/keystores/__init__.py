"""Where keys live: files, a table of its own, an HSM, a Vault. Each module implements a port of `egide.keys`."""
