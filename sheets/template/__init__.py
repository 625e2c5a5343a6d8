"""The project's own form: a workbook with one row for each unit and the columns of each target."""
