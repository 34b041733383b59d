"""What an admin is warned of before documents go live: one file for each kind of warning."""
