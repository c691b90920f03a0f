"""The routes, one file per concern; ``app.web.app`` mounts each by name."""
