"""The small web server: one FastAPI app, one file per concern under ``routes``, and nothing that a GET could change."""
