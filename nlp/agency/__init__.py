"""Who is responsible: the directory of bodies, routing, and who looks into misconduct."""
