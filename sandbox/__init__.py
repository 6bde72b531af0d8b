"""A look-alike of the X API v2 on loopback, and a page on which people play its citizens.

Start at ``app.create_app``. The shapes, limits and messages follow X's own documentation
(https://docs.x.com/x-api) and answers that X is known to give; ``platform`` is the network itself
and knows nothing of HTTP.
"""
