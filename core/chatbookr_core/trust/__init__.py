"""What is promised of a deployment, and what is found of each promise when somebody looks."""
