"""The tables and the queries on them, one module per aggregate; everybody else asks here."""
