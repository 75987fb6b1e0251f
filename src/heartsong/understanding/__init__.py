"""A listener's words → what they feel and ask for."""
