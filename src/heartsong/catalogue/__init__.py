"""Sources → scored catalogues → packs."""
