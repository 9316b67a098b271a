"""Files that runs make, and the ways they leave the house."""
