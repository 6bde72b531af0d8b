"""The conversation: what we read, decide, say, and send."""
