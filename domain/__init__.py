"""Facts of the service and their lawful changes. Imports the standard library only."""
