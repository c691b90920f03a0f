"""The roof: command line, scheduler, wiring and demo. Imports every room; imported by nobody."""
