"""The console: a web page on loopback that shows a running daemon, and its terminal sibling. Both read the control socket."""
