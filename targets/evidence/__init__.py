"""Files that prove what a return reports: inspection, storage, access. May import returns."""
