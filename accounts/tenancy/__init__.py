"""What a transaction may see of patients' records, told to the database: row-level security, called the walls.

`walls.py` says it in each transaction, `walls_sql.py` writes the policies, `jobs.py` brings a job inside them.
"""
