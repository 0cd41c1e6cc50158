"""Measures the embedded API against pgbench, the SLA sweep, and the plans of the hot statements."""
