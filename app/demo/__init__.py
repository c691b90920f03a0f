"""A small regulators' web on loopback and a company that watches it: policywatch without any account."""
