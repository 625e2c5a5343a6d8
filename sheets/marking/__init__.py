"""An uploaded workbook given back with marks: cells filled with a colour and commented, all else as it was."""
