"""What people see in a browser: server-rendered pages, no script, no third-party request."""
