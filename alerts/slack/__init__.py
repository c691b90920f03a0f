"""What Slack needs beyond one message: its errors as one table, and what channels of one workspace share."""
