"""The ground floor: the words, the errors, the kinds, the configuration, the store and the guards that every room uses."""

__version__ = "0.1.0"
