"""Where songs come from: one file a kind of source, each behind `Source`."""
