"""Who may see a report: wishes to be hidden, and matters that are secret unasked."""
