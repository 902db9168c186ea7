"""The opt-in language model of the model service: llama.cpp in this process, without a TCP port."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import InputError
from edge.language import Language
from edge.model.responder.free_talk import messages

if TYPE_CHECKING:
    from device.settings.schema import LanguageModelSettings

log = logging.getLogger(__name__)

_CONTEXT = 2048
_MOST_TOKENS = 72
_TEMPERATURE = 0.4
PATIENCE_S = 4.0
"""How long a driver is kept waiting for small talk, in seconds."""
_READ = 1 << 20


class LlamaTalk:
    """A GGUF file behind the interface `FreeTalk`.

    The last answer is kept, for a turn that is prepared ahead asks twice. A model that is late is not waited for, and is not
    asked again before it has come to its end.
    """

    def __init__(self, server: Any, patience_s: float = PATIENCE_S) -> None:
        self._server = server
        self._patience_s = patience_s
        self._thread = ThreadPoolExecutor(1, "language-model")
        self._running: Future[object] | None = None
        self._kept: tuple[tuple[str, Language, str], str] | None = None

    def __deepcopy__(self, memo: dict[int, object]) -> LlamaTalk:
        """The same model: a responder is copied to try an answer, the weights are not."""
        return self

    def talk(self, text: str, language: Language, name: str) -> str:
        """As the interface has it: the raw answer, or nothing when llama.cpp reports an error or is late."""
        key = (text, language, name)
        if self._kept is not None and self._kept[0] == key:
            return self._kept[1]
        if self._running is not None and not self._running.done():
            return ""
        request = {
            "messages": messages(text, language, name),
            "max_tokens": _MOST_TOKENS,
            "temperature": _TEMPERATURE,
            "seed": 1,
            "cache_prompt": True,
        }
        self._running = self._thread.submit(self._server.handle_chat_completions, request)
        try:
            answer = self._running.result(self._patience_s)
        except TimeoutError:
            log.warning("the language model took longer than %.1f s", self._patience_s)
            return ""
        said = _content(answer)
        if not said:
            log.warning("the language model gave no answer: %.120s", answer)
        self._kept = (key, said)
        return said


def _content(answer: object) -> str:
    """The text of a chat completion; empty for anything else."""
    choices = answer.get("choices") if isinstance(answer, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""


def open_language_model(settings: LanguageModelSettings) -> LlamaTalk | None:
    """The model that the settings name; None when they name none.

    Raises InputError when the file is not what they say, or llama.cpp is not here or can not open it.
    """
    if settings.file is None:
        return None
    check(settings.file, settings.sha256)
    try:
        import xllamacpp
    except ImportError:
        raise InputError(settings.file, "the language model needs the extra: pip install cabin-voice[language-model]") from None
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(settings.file)
    parameters.n_ctx = _CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = settings.threads
    parameters.cpuparams_batch.n_threads = settings.threads
    parameters.cache_ram_mib = 0
    parameters.no_extra_bufts = True  # repacked weights double the memory
    parameters.use_jinja = True
    if settings.template:
        parameters.chat_template = settings.template
    # A socket of this process alone: without one, llama.cpp opens an unauthenticated TCP port.
    socket = Path(tempfile.mkdtemp(prefix="cabin-voice-")) / "llama.sock"
    parameters.hostnames = [str(socket)]
    try:
        return LlamaTalk(xllamacpp.Server(parameters))
    except RuntimeError as error:
        raise InputError(settings.file, f"llama.cpp cannot open it: {error}") from None


def check(file: Path, sha256: str) -> None:
    """Raises InputError unless the file is there and has the hash."""
    if not sha256:
        raise InputError("language_model.sha256", "is needed: weights are trusted by their hash alone")
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while block := stream.read(_READ):
                digest.update(block)
    except OSError as error:
        raise InputError(file, f"cannot be read: {error.strerror or error}") from None
    if digest.hexdigest() != sha256:
        raise InputError(file, f"has the SHA-256 {digest.hexdigest()}, not {sha256}")
