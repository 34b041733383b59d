"""What an admin looks at before a candidate goes live: what changed, what to look at, and which answers will change."""
