"""Sources that answer with data: how a request is written, how an answer becomes documents."""
