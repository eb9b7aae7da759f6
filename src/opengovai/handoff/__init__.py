"""Conversations on their way to a human: kept until a channel took them."""
