"""From alerts to people: render, channels, delivery, digest. Knows nothing of the web that is crawled."""
