"""OFD (GB/T 33190) as it is drawn: what stands on a page, and where; millimetres, y downwards."""
