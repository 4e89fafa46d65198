"""The graph: schema, tables, the folder that holds them, the embedded store. Import the module that is needed."""
