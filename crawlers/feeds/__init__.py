"""Reading feeds: from bytes that may be broken or hostile to entries."""
