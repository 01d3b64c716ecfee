"""What the clerk sees: the only room that knows Qt."""
