"""Everything Amazon receives: the Lambda zip, the skill package and the stack."""
