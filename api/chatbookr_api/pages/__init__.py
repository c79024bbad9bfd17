"""The pages on which people take up invitations, log in and look after their account: HTML, one style, small scripts.

They use nothing but the staff's GraphQL API and the log-in's own addresses, as anybody's front end can.
"""
