"""From the web to documents: spiders, politeness, extraction, health. Knows nothing of relevance or chat."""
