"""From sources to verified sentences: drafters, source tokens, quote verification, hand-over."""
