"""Low-level SQL helpers: statements planned once per connection, rows read as models. May import models only."""
