"""Maps for tests: squares, no real borders (no file of ours holds the geometry of China)."""

import json


def square(x, y, size=1.0):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code, x, y, *, key="adcode", name="", **more):
    properties = {"name": name or f"区{code}", key: code} | more
    geometry = {"type": "Polygon", "coordinates": [square(x, y)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
