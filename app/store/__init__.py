"""One clerk's encrypted cache: what the centre said, what the clerk typed and decided."""
