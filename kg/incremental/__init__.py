"""A graph that follows its reports: what a changed report changes is worked out anew, the rest is read.

memory.py keeps what each report said and what it was put together to; neighbours.py says which entities a change can
reach; follow.py resolves these with the functions that resolve all; tables.py puts the rows into the tables of before.
Whatever is missing, damaged or of another version leads to a whole resolution, never to another graph.
"""
