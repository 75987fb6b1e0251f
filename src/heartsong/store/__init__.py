"""Where scored songs live: one interface, one file a database, and vector search over them."""
