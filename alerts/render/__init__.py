"""From a Message to what one kind of channel takes: pure functions, inside the channel's limits."""
