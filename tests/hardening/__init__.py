"""What every request passes first."""
