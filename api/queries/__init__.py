"""What the interface gives out."""
