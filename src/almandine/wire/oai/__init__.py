"""OAI-PMH 2.0 on the wire: arguments in, documents out."""
