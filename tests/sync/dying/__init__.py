"""A server that is killed at a chosen moment of storing a session, as by a power cut."""
