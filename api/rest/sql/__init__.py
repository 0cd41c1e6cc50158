"""From a plan to one statement whose result is the response: values bound, identifiers quoted."""
