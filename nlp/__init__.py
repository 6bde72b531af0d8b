"""Text to belief: what a message says, where, about what, for whom. No network, clock or database."""
