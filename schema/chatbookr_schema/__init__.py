"""The GraphQL schema, as clients see the clinic."""
