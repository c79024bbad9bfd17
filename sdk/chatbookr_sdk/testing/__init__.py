"""The conformance kit: what a plugin's author subclasses to prove the plugin keeps the contract."""
