"""Sounds for tests: a tone of any length in any format that phones make."""

from __future__ import annotations

from array import array
from io import BytesIO
from math import pi, sin

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

LOUD = 9_000


def tone(
    seconds: float = 2.0,
    *,
    container: str = "webm",
    codec: str = "libopus",
    rate: int = 48_000,
    loudness: int = LOUD,
) -> bytes:
    """A file with a tone of 440 Hz, as a phone might have recorded it."""
    written = BytesIO()
    with av.open(written, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, AudioStream)
        count, step = int(seconds * rate), rate // 10
        for start in range(0, count, step):
            samples = array("h", (int(loudness * sin(2 * pi * 440 * (start + n) / rate)) for n in range(step)))
            frame = AudioFrame(format="s16", layout="mono", samples=min(step, count - start))
            frame.sample_rate, frame.pts = rate, start
            plane = frame.planes[0]
            plane.update(samples.tobytes()[: frame.samples * 2].ljust(plane.buffer_size, b"\0"))
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return written.getvalue()


def length_of(content: bytes) -> float:
    """Seconds that a player would play, by the sound itself."""
    with av.open(BytesIO(content), "r") as opened:
        return sum(frame.samples / frame.sample_rate for frame in opened.decode(audio=0))


def moving_picture() -> bytes:
    """A film without any sound."""
    written = BytesIO()
    with av.open(written, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=10, width=32, height=32, pix_fmt="yuv420p")
        for _number in range(20):
            output.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        output.mux(stream.encode(None))
    return written.getvalue()
