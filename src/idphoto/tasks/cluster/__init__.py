"""The queue for several processes, on PostgreSQL: jobs of Procrastinate that carry tasks' ids."""
