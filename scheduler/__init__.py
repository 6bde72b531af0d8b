"""Time: which job runs when, on what engine; and putting the parts together."""
