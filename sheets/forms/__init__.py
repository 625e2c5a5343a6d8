"""An office's own empty form: what each of its cells is to hold, and the form filled with its layout kept."""
