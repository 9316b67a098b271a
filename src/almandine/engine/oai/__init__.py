"""The OAI-PMH provider: what other systems may harvest, and how they ask for it."""
