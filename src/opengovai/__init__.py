"""OpenGovAI."""
