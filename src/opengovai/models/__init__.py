"""Around every model: what it may be, what it costs, whom to ask when it fails."""
