"""The graph as RDF: written from the tables, read back into them, and as rdflib's Dataset.

>>> from kg.rdf import graph
>>> dataset = graph("my-graph")
>>> dataset.query("SELECT ?name { ?program a kg:Program ; rdfs:label ?name } LIMIT 10")
"""

from kg.rdf.dataset import graph
from kg.rdf.read import read_rdf
from kg.rdf.write import RdfOptions, nquads, write_rdf

__all__ = ["RdfOptions", "graph", "nquads", "read_rdf", "write_rdf"]
