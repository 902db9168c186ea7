"""The rig's endpoint: the product's model over the product's link, without the service around it.

    python cloud_server.py      prints `ready ws://127.0.0.1:PORT`, and serves until it is ended

`cabin model serve` renders phrases while nobody asks, for minutes on a core that the virtual board needs.
"""

from __future__ import annotations

import asyncio

from device.link.answering import answering
from device.link.server import listening
from device.model_server import session_factory, start_engine
from device.weights_fetch import default_store


async def main() -> None:
    """Serve."""
    engine = start_engine(default_store())
    async with listening(answering(session_factory(engine)), port=0) as server:
        print(f"ready {server.address}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
