"""`python -m device` is `cabin`."""

from device.cli import main

main()
