"""Language models behind the `TextModel` port."""
