"""Pages of plan documents."""
