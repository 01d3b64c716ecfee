"""Practice centres with one behaviour broken, and the points of the conformance run that tell it.

They reach into what is private to the centre: to break it is to know how it is made. Where it is
made anew, its mutants are too.
"""
