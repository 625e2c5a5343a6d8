"""Reading the workbooks that offices keep themselves: any layout, matched to a plan, or asked about."""
