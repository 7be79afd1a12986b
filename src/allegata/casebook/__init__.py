"""The casebook: everything of one investigation, with custody: documents, claims, judgements, incidents."""
