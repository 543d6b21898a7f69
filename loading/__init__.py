"""Loading of a package: the rows of its CSV files become records, or lines of a report that say what is wrong."""
