"""From the tables of a workbook to the figures of a plan, and to the questions that have to be answered first."""
