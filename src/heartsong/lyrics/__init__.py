"""Lyrics → clean lines → pieces → a scored song."""
