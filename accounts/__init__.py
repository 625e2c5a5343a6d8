"""People, their posts and roles, and the policy that says who may do what where. May import orgs and audit."""
