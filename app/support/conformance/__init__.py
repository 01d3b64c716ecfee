"""A centre held against the whole of central-api.md, point by point."""
