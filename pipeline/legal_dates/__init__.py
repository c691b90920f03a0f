"""How legal dates are written, one module per language; each exports ``GRAMMAR``."""
