"""From documents to alerts: detect, date, classify, group, route. Pure but for the model."""
