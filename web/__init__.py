"""What people see in a browser: server-rendered pages, no third-party request.

Citizens' pages have no script at all; those of moderators have shortcuts, and work without.
"""
