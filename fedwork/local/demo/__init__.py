"""The demonstration: people, the plans of four units and a draft read from a document, by the actions of the pages."""
