"""One file per step of the protocol; the folder's listing reads as the protocol."""
