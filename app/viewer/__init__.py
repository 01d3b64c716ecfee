"""The separate process in which applicants' files are opened. It holds no key and no token."""
