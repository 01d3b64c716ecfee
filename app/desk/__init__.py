"""Everything a clerk can do; all that ``ui`` and the command line call."""
