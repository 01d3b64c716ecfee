"""A closed case as its archive keeps it: one volume, and its data."""
