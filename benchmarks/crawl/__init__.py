"""What watching costs, beside bare clients of the same origin."""
