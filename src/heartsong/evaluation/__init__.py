"""How good a model is on labelled texts (extra: evaluate)."""
