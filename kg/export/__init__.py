"""What `kg export` does beside writing: which exporters there are, and which part of a graph to write."""
