"""Data sets → a trained encoder → the int8 model that ships. Needs the extra `train`.

Nothing outside this folder imports it at run time but the command `heartsong train`.
"""
