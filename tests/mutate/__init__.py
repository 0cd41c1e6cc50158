"""`make mutate`: one fault at a time in the SQL of rules, and which of them no test notices."""
