"""Which words of a text identify a private person."""
