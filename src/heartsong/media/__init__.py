"""Covers: what a song looks like."""
