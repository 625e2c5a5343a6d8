"""An office's own form (表样): brought empty once, its matches confirmed once, filled for any period."""
