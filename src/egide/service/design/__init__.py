"""The look and feel of Égide: tokens, shell, components, page templates and the contexts that feed them.

The application holds no rule and reads no table: a view of another application builds a context of
`egide.service.design.contexts` and renders one of the `pages/…` templates with it.
"""
