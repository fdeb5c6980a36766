"""Outbound campaigns: the law decides who may be contacted, a score that people can read decides the order, a person decides to use it."""
