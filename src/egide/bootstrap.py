"""The composition root: the only module that names both a port and its adapter."""
