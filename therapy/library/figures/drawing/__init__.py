"""Figures of the exercises, drawn from the joint angles of the data."""
