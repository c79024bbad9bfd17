"""HTTP: the outermost layer, which wires everything together."""
