"""Conversations to a case system over HTTP."""
