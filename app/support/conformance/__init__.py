"""A centre held against the whole of docs/contract.md, point by point."""
