"""Files that came with messages: fetched by a worker, checked, sealed, scanned, and handed to whoever may see them."""
