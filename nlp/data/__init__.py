"""Our own directories and word lists; SOURCES.md says where each comes from."""
