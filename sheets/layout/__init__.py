"""Where the tables of a sheet stand: head, rows, columns, and which labels belong to a cell. Knows no plan."""
