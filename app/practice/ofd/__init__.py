"""OFD files (GB/T 33190) as offices and the tax authority issue them, made and sealed here."""
