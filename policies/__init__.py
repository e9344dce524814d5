"""Who may see and do what: questions that answer with a bool or with the rows that may be seen."""
