"""The edge: other people's systems behind our ports. Reached through entry points only."""
