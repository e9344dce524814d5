"""Everything the product does: verbs, and the only place that writes."""
