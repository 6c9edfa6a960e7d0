"""What answers at each path: records, their verbs and aspects, batches, change sets, the rest."""
