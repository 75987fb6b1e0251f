"""Covers and previews of songs: the listener's own, found on the web, or drawn."""
