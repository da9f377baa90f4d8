"""Pages about people: the admin's, the invited person's, and one's own."""
