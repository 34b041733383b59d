"""What is shown in Slack, as messages and views. Nothing here calls Slack."""
