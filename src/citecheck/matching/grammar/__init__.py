"""How an English sentence is built: verbs, clauses, denials, who does what to whom."""
