"""From letters to words: normalising, phrases, and the tables they are read from."""
