"""Models of other people: any Hugging Face sequence classifier (extra: hub)."""
