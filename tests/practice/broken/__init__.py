"""Practice centres with one behaviour broken, and the points of the conformance run that tell it."""
