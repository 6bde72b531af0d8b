"""Our own labelled sentences; see README.md here for how they were written and what they mean."""
