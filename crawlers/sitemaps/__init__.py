"""Reading sitemaps: their formats, their entries, and what a bare address can say."""
