"""The desk through its real pages: forms are read as a browser reads them and posted as it posts them."""
