"""New versions of the desk: found in IT's signed list, fetched, and left for IT to install."""
