"""SQL in, domain values out; rows never leave."""
