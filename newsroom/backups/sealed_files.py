"""A file that shows whether it is whole: frames of up to a mebibyte, compressed, numbered, the last one marked.

Sealed with a key, a frame is AES-256-GCM under a key of the file's own (HKDF over a salt), its nonce made of its
number and the mark (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that no frame can be
altered, left out, moved, or taken for the last. Without a key each frame carries a SHA-256 over the same: that shows
an accident, not a hand.
"""

import base64
import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FRAME = 1 << 20
LONGEST_FRAME = FRAME + (FRAME >> 6)
"""What cannot be compressed grows a little, and is followed by a tag."""
PLAIN, SEALED = "plain", "sealed"
_MAGIC = "newsroom-backup-1"
_SALT = _DIGEST = 32
_KEY = 32
_HEAD = struct.Struct(">BI")
"""In front of each frame: whether it is the last, and its length in bytes."""
CUT = "This backup was cut: its end is missing. Take another copy."
ALTERED = "This backup was altered since it was written. Take another copy."

Coder = Callable[[bytes, bytes], bytes]
"""From a nonce and the bytes of a frame to the frame as it is stored, or back."""


class NotWhole(ValueError):
    """A backup that was cut or altered, or that no key opens. The message says which, and what to do."""


def key_from(text: str) -> bytes:
    """A key from its text: 32 bytes in URL-safe base64, as `Fernet.generate_key()` makes them. Raises `ValueError`."""
    try:
        key = base64.urlsafe_b64decode(text)
    except ValueError:
        key = b""
    if len(key) != _KEY:
        raise ValueError(
            "A key in BACKUP_KEYS is not 32 bytes in URL-safe base64. Make one with "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`."
        )
    return key


def key_name(key: bytes) -> str:
    """By what a file tells which key it was sealed with, without telling the key."""
    return hashlib.sha256(b"name of a backup key\0" + key).hexdigest()[:16]


class FrameWriter:
    """Takes bytes in any portions; the file is whole only after `finish`."""

    def __init__(self, file: IO[bytes], key: bytes | None) -> None:
        head = f"{_MAGIC} {SEALED} {key_name(key)}\n" if key else f"{_MAGIC} {PLAIN}\n"
        salt = os.urandom(_SALT)
        self._file, self._buffer, self._number = file, bytearray(), 0
        self._encode = _sealer(key, salt) if key else _marker(salt)
        file.write(head.encode() + salt)

    def write(self, content: bytes) -> None:
        self._buffer += content
        while len(self._buffer) > FRAME:
            self._put(bytes(self._buffer[:FRAME]), is_last=False)
            del self._buffer[:FRAME]

    def finish(self) -> None:
        self._put(bytes(self._buffer), is_last=True)

    def _put(self, content: bytes, *, is_last: bool) -> None:
        frame = self._encode(_nonce(self._number, is_last), zlib.compress(content, 1))
        self._file.write(_HEAD.pack(is_last, len(frame)) + frame)
        self._number += 1


def read_frames(file: IO[bytes], keys: Sequence[bytes]) -> Iterator[bytes]:
    """What was written, portion by portion, each only once it was found to be as written.

    Raises `NotWhole`; whoever must not act on a part has to read to the end first.
    """
    decode = _decoder(file, keys)
    is_last = False
    for number in count():
        if is_last:
            break
        is_last, frame = _next_frame(file)
        yield _inflated(decode(_nonce(number, is_last), frame))
    if file.read(1):
        raise NotWhole("Something was put behind the end of this backup. Take another copy.")


def _next_frame(file: IO[bytes]) -> tuple[bool, bytes]:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise NotWhole(CUT)
    is_last, length = _HEAD.unpack(head)
    if is_last > 1 or length > LONGEST_FRAME:
        raise NotWhole(ALTERED)
    frame = file.read(length)
    if len(frame) < length:
        raise NotWhole(CUT)
    return bool(is_last), frame


def _inflated(content: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(content, FRAME)
    except zlib.error as error:
        raise NotWhole(ALTERED) from error
    if not unpacking.eof:
        raise NotWhole(ALTERED)
    return found


def _nonce(number: int, is_last: bool) -> bytes:  # noqa: FBT001  half of what it is made of
    return number.to_bytes(11) + bytes([is_last])


def _decoder(file: IO[bytes], keys: Sequence[bytes]) -> Coder:
    words = file.readline(200).decode("ascii", "replace").split()
    salt = file.read(_SALT)
    if words == [_MAGIC, PLAIN]:
        return _mark_taker(salt)
    if words[:2] != [_MAGIC, SEALED] or len(words) != 3:
        raise NotWhole("This is no backup of the newsroom, or its beginning was altered.")
    for key in keys:
        if key_name(key) == words[2]:
            return _opener(key, salt)
    raise NotWhole(
        f"No key in BACKUP_KEYS opens this backup: it was sealed with the key named {words[2]}. Add that key to them."
    )


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _KEY, salt, _MAGIC.encode()).derive(key))


def _sealer(key: bytes, salt: bytes) -> Coder:
    cipher = _cipher(key, salt)
    return lambda nonce, content: cipher.encrypt(nonce, content, None)


def _opener(key: bytes, salt: bytes) -> Coder:
    cipher = _cipher(key, salt)

    def open_frame(nonce: bytes, frame: bytes) -> bytes:
        try:
            return cipher.decrypt(nonce, frame, None)
        except InvalidTag as error:
            raise NotWhole(ALTERED) from error

    return open_frame


def _marker(salt: bytes) -> Coder:
    return lambda nonce, content: hashlib.sha256(salt + nonce + content).digest() + content


def _mark_taker(salt: bytes) -> Coder:
    def take(nonce: bytes, frame: bytes) -> bytes:
        content = frame[_DIGEST:]
        if frame[:_DIGEST] != hashlib.sha256(salt + nonce + content).digest():
            raise NotWhole(ALTERED)
        return content

    return take
