"""Candidates → the right songs in the right order: pure functions over numbers."""
