"""The office's own map: read from GeoJSON, made plain, and drawn. Nothing here knows the database."""
