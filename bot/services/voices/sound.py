"""From whatever a phone records to the one sound that every phone plays; nothing in a file's header is believed."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Final

from dialogs.text import Text, _

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

# MP3 because everything plays it: `sendVoice` of the Bot API takes OGG with Opus, MP3 and M4A, browsers on iPhones
# play no OGG before 18.4, and unlike M4A an MP3 needs no index that must stand in front.
MIME: Final = "audio/mpeg"
RATE: Final = 24_000  # samples a second: more than a voice on a phone has
BIT_RATE: Final = 48_000

LARGEST: Final = 5 * 1024 * 1024
LONGEST: Final = 25  # seconds
ROUNDING: Final = 0.5  # recorders stop a little late
SHORTEST: Final = 1.0
COUNTED: Final = 120  # seconds; of what is longer nobody needs to know how long
QUIETEST: Final = 660  # of 65,535 between crest and trough: below it there is only the noise of the room
MOST_CHANNELS: Final = 8
RATES: Final = range(4_000, 192_001)

# A file is opened as what its first bytes say. Left to guess, the library would also follow play lists, which name
# files of this machine and addresses elsewhere.
_BRAND_AT: Final = 4
_BEGINNINGS: Final = (
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"fLaC", "flac"),
    (b"caff", "caf"),
    (b"ID3", "mp3"),
    (b"\xff\xf1", "aac"),
    (b"\xff\xf9", "aac"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xfa", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
)
_CODECS: Final = frozenset(
    {"opus", "vorbis", "aac", "mp3", "mp3float", "flac", "alac", "amrnb", "amrwb", "libopencore_amrnb"}
)

_NO_SOUND: Final = _("This is no sound file that can be read. Choose a recording, such as MP3, M4A, AMR or WAV.")


class NoSound(Exception):
    """What cannot be taken as a recording; `words` say why and what to do."""

    def __init__(self, words: Text) -> None:
        super().__init__("not taken as a recording")
        self.words = words


@dataclass(frozen=True)
class Recorded:
    """An MP3 of one voice, and its length in whole seconds."""

    content: bytes
    seconds: int


def recorded(content: bytes) -> Recorded:
    """The recording of a file, whatever its format. Raises NoSound. Takes a moment: not on the event loop."""
    if not content:
        raise NoSound(_("The file is empty. Please record it once more."))
    if len(content) > LARGEST:
        raise NoSound(_("The file is too large: at most 5 MB. Record it here, or cut it to 25 seconds."))
    samples = _samples(content)
    seconds = len(samples) / RATE
    if seconds < SHORTEST:
        raise NoSound(_("There is less than a second of sound in it. Please record it once more."))
    if max(samples) - min(samples) < QUIETEST:
        raise NoSound(_("Nothing can be heard in it. Is the microphone covered? Please record it once more."))
    return Recorded(_as_mp3(samples), min(round(seconds), LONGEST))


def _format(content: bytes) -> str:
    if content[_BRAND_AT:].startswith(b"ftyp"):
        return "mov"
    if content.startswith(b"RIFF") and content[8:].startswith(b"WAVE"):
        return "wav"
    for beginning, name in _BEGINNINGS:
        if content.startswith(beginning):
            return name
    raise NoSound(_NO_SOUND)


def _samples(content: bytes) -> array[int]:
    """The whole sound as samples of one channel."""
    import av
    from av.audio.resampler import AudioResampler
    from av.error import FFmpegError

    found: array[int] = array("h")
    seconds = 0.0
    try:
        with av.open(BytesIO(content), "r", format=_format(content), metadata_errors="ignore") as container:
            resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in container.decode(_stream(container)):
                seconds += _seconds(frame)
                if seconds > COUNTED:
                    break
                if seconds <= LONGEST + 1:
                    _add(found, resampler.resample(frame))
            _add(found, resampler.resample(None))
    except (FFmpegError, ValueError, MemoryError) as error:
        raise NoSound(_NO_SOUND) from error
    if seconds > COUNTED:
        raise NoSound(_("This is longer than two minutes; 25 seconds is the most. Please read only the words above."))
    if seconds > LONGEST + ROUNDING:
        said = _("This is {seconds} seconds long; 25 is the most. Please read a little faster, or leave something out.")
        raise NoSound(said(seconds=ceil(seconds)))
    return found


def _stream(container: InputContainer) -> AudioStream:
    """The sound in it; pictures beside it are left alone."""
    if not container.streams.audio:
        raise NoSound(_("There is no sound in this file. Choose a recording, such as MP3, M4A, AMR or WAV."))
    stream = container.streams.audio[0]
    name = stream.codec_context.name
    if name not in _CODECS and not name.startswith("pcm_"):
        raise NoSound(_NO_SOUND)
    return stream


def _seconds(frame: AudioFrame) -> float:
    if frame.sample_rate not in RATES or frame.layout.nb_channels > MOST_CHANNELS:
        raise NoSound(_NO_SOUND)
    return frame.samples / frame.sample_rate


def _add(found: array[int], frames: list[AudioFrame]) -> None:
    for frame in frames:
        found.frombytes(bytes(frame.planes[0])[: frame.samples * found.itemsize])


def _as_mp3(samples: array[int]) -> bytes:
    import av
    from av.audio.frame import AudioFrame

    written = BytesIO()
    with av.open(written, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono", bit_rate=BIT_RATE)
        frame = AudioFrame(format="s16p", layout="mono", samples=len(samples))
        frame.sample_rate = RATE
        frame.planes[0].update(_padded(samples, frame.planes[0].buffer_size))
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written.getvalue()


def _padded(samples: array[int], size: int) -> bytes:
    """A plane may have room for more than its samples."""
    return samples.tobytes().ljust(size, b"\0")
