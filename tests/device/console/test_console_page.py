"""The console in a real browser, against a running daemon."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from browser import Page, browser, chromium
from rig import ANSWER, QUESTION, Rig, running
from waiting import until

from device.console.server import Console
from edge.weights.store import WeightStore

pytestmark = [
    pytest.mark.weights,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium here: apt-get install chromium"),
]
TOKEN = "a-token-that-only-this-test-knows"
SIZES = ((1024, 600), (800, 480))
FITS = """(() => {
    const out = [], box = (e) => e.getBoundingClientRect(), w = innerWidth, h = innerHeight;
    if (document.documentElement.scrollWidth > w || document.documentElement.scrollHeight > h) out.push("the page scrolls");
    for (const e of document.querySelectorAll("button")) {
        const r = box(e);
        if (!r.width) continue;
        if (r.left < 0 || r.top < 0 || r.right > w || r.bottom > h) out.push(`${e.id} is outside`);
        if (r.height < 34) out.push(`${e.id} is only ${r.height} px high`);
        if (!e.textContent.trim()) out.push(`${e.id} says nothing`);
    }
    for (const e of document.querySelectorAll("section:not([hidden]) .column, section:not([hidden]) .scroll")) {
        const r = box(e);
        if (r.right > w + 1 || r.bottom > h) out.push(`${e.className} is outside`);
        if (e.scrollWidth > e.clientWidth + 1) out.push(`${e.className} is ${e.scrollWidth - e.clientWidth} px too wide`);
    }
    return out;
})()"""


async def _text(page: Page, identity: str) -> str:
    return str(await page.evaluate(f"document.getElementById('{identity}').innerText"))


async def _look(page: Page, folder: Path, name: str) -> None:
    """At every size and in every tab nothing is cut off."""
    for width, height in SIZES:
        await page.size(width, height)
        for number, tab in enumerate(("talk", "car", "board"), 1):
            await page.key(str(number))
            await page.until(f"!document.getElementById('{tab}').hidden")
            await page.picture(folder / f"{name}-{tab}-{width}.png")
            assert await page.evaluate(FITS) == [], (name, tab, width)
    await page.key("1")


async def _walk(page: Page, rig: Rig, url: str, folder: Path) -> None:
    await page.open(url + "wrong", *SIZES[0])
    await page.until("document.getElementById('notice').innerText.includes('cabin console')")
    assert "Driver" not in await _text(page, "transcript")
    await page.evaluate("sessionStorage.clear()")
    await page.open("about:blank", *SIZES[0])
    await page.open(url + TOKEN, *SIZES[0])
    await page.until("view !== null && levels.length > 3")
    assert TOKEN not in str(await page.evaluate("location.href"))
    assert "Cabin" in await _text(page, "persona")
    assert float(await page.evaluate("document.getElementById('m-mic').getAttribute('aria-valuenow')")) > -80
    await page.until("view.signals.some((s) => s.path === 'Speed' && s.quality === 'VALID')")

    await page.until("view.status.links.local.status === 'connected'")
    await page.key("w")
    await page.until("state === 'listening'")
    rig.speak()
    await page.until(f"document.getElementById('transcript').innerText.includes({ANSWER!r})", 60)
    assert QUESTION in await _text(page, "transcript")
    assert " ms" in await _text(page, "turns")
    assert await page.evaluate("document.querySelectorAll('.lane i').length") == 4
    assert "cloud" in str(await page.evaluate("document.getElementById('ledger').textContent"))
    await _look(page, folder, "en")

    await page.until("state === 'idle'")
    await page.key("m")
    await page.until("state === 'muted' && view.status.muted")
    assert rig.daemon.status()["muted"] is True
    assert await page.evaluate("document.getElementById('do-wake').disabled") is True
    await page.key("m")
    await page.until("state === 'idle' && !view.status.muted")

    await page.key("s")
    await page.until("document.getElementById('say-box').open")
    await page.type("Good morning.")
    await page.picture(folder / "say.png")
    await page.key("Enter", "\r")
    await page.until("!document.getElementById('say-box').open")
    await page.until("view.transcript.some((entry) => entry.text.includes('Good morning'))")

    await page.key("r")
    await page.until("document.getElementById('notice').innerText.includes('.mcap')")
    await until(lambda: list(folder.glob("recordings/*.mcap")))

    await page.key("l")
    await page.until("document.documentElement.lang === 'zh'")
    assert "麦克风" in await _text(page, "talk")
    await _look(page, folder, "zh")
    assert page.complaints == []


def test_a_driver_uses_it(weights: WeightStore, tmp_path: Path) -> None:
    async def main() -> None:
        async with running(tmp_path, weights) as rig, browser(tmp_path / "profile") as page:
            console = Console(tmp_path / "control.sock", TOKEN)
            await console.start(0)
            try:
                await _walk(page, rig, f"http://127.0.0.1:{console.port}/#", tmp_path)
            finally:
                await console.stop()

    asyncio.run(asyncio.wait_for(main(), 240))
