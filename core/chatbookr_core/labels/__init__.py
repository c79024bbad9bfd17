"""Labels of a clinic, which stand on its conversations."""
