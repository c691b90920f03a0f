"""What people do in Slack: clicks, dialogs, the command and the home tab, over Socket Mode or HTTP."""
