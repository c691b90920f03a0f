"""Fits the weights that ship; needs scikit-learn, which run time does not."""
