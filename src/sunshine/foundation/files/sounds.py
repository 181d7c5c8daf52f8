"""Recordings as MP3 and WAV: the sound alone, without the tags around it."""

from __future__ import annotations

import struct


def without_tags(data: bytes) -> bytes:
    """The same recording without its tags. Raises ValueError when it makes no sense."""
    return _wav(data) if data.startswith(b"RIFF") else _mp3(data)


def _mp3(data: bytes) -> bytes:
    """Without ID3v2 before, APE and ID3v1 after."""
    while data.startswith(b"ID3") and len(data) > 10:
        a, b, c, d = data[6:10]
        data = data[10 + (a << 21 | b << 14 | c << 7 | d) + (10 if data[5] & 0x10 else 0) :]
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    tail = data[-32:]
    if tail.startswith(b"APETAGEX"):
        data = data[: -struct.unpack_from("<I", tail, 12)[0] - 32]
    if not data.startswith(b"\xff"):
        raise ValueError("no sound where it should begin")
    return data


def _wav(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        if name in {b"fmt ", b"data", b"fact"}:
            body = data[at + 8 : at + 8 + size]
            kept.append(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
        at += 8 + size + size % 2
    if not kept:
        raise ValueError("no sound in it")
    sound = b"".join(kept)
    return b"RIFF" + struct.pack("<I", 4 + len(sound)) + b"WAVE" + sound
