"""Articles: their files, their text, their pages."""
