"""From a text to a hit: what it is found by, how it sounds, the query, what is shown."""
