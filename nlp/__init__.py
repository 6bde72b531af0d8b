"""Text to belief: what a message says, where, for whom. No network, clock or database."""
