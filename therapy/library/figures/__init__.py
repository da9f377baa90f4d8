"""Figures of the exercises: what their data must fulfil, how they are drawn, where they are, and the pages for them."""
