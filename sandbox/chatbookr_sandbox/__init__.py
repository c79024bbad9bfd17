"""Meta's Graph API and Google's OAuth and Calendar over real HTTP, for laptops and tests."""
