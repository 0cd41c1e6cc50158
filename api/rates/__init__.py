"""How much may be asked in a while: rows say it, here it is counted before anything is borrowed."""
