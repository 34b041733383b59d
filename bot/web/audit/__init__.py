"""The pages for HR at /audit: what was asked and answered, for auditors only."""
