"""Who is let in, with which cache, by which key."""
