"""What is done with a circular: written, changed, published, withdrawn."""
