"""What is heard from Slack, one file a thing: each translates in, calls, translates out."""
