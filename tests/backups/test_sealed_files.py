import io
import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.backups import sealed_files
from newsroom.backups.sealed_files import FrameWriter, NotWhole, key_from, read_frames

KEY, OTHER = b"k" * 32, b"o" * 32
keys = st.sampled_from([None, KEY])


@pytest.fixture(autouse=True)
def frames_of_a_few_bytes(monkeypatch):
    monkeypatch.setattr(sealed_files, "FRAME", 64)


def written(content, key):
    file = io.BytesIO()
    writer = FrameWriter(file, key)
    for at in range(0, len(content), 50):
        writer.write(content[at : at + 50])
    writer.finish()
    return file.getvalue()


def read(file, *given_keys):
    return b"".join(read_frames(io.BytesIO(file), given_keys))


@given(st.binary(max_size=300), keys)
@example(b"x" * 64, KEY)
@example(b"x" * 128, None)
def test_what_was_written_comes_back(content, key):
    assert read(written(content, key), OTHER, KEY) == content


@given(st.binary(max_size=300), keys, st.data())
def test_a_cut_file_is_refused_wherever_it_was_cut(content, key, data):
    whole = written(content, key)
    at = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(NotWhole):
        read(whole[:at], KEY)


@given(st.binary(max_size=300), keys, st.data())
def test_one_altered_bit_is_refused_wherever_it_is(content, key, data):
    whole = bytearray(written(content, key))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NotWhole):
        read(bytes(whole), KEY)


@pytest.mark.parametrize("key", [None, KEY])
def test_frames_that_are_left_out_moved_or_come_twice_are_refused(key):
    whole = written(os.urandom(64 * 4), key)
    start = whole.index(b"\n") + 1 + 32
    length = (len(whole) - start) // 4
    head, frames = whole[:start], [whole[start + at * length : start + (at + 1) * length] for at in range(4)]
    assert read(head + b"".join(frames), KEY)
    for order in ([0, 1, 3], [1, 2, 3], [1, 0, 2, 3], [0, 0, 1, 2, 3], [3]):
        with pytest.raises(NotWhole):
            read(head + b"".join(frames[at] for at in order), KEY)


@pytest.mark.parametrize("key", [None, KEY])
def test_a_frame_that_is_passed_off_as_the_last_is_refused(key):
    whole = written(os.urandom(64 * 4), key)
    start = whole.index(b"\n") + 1 + 32
    length = (len(whole) - start) // 4
    shortened = bytearray(whole[: start + 2 * length])
    shortened[start + length] = 1  # where a frame says whether it is the last
    with pytest.raises(NotWhole, match="altered"):
        read(bytes(shortened), KEY)


@pytest.mark.parametrize("key", [None, KEY])
def test_something_behind_the_end_is_refused(key):
    with pytest.raises(NotWhole, match="behind the end"):
        read(written(b"text", key) + b"\0", KEY)


def test_a_file_that_no_key_opens_says_which_key_it_wants():
    sealed = written(b"text", KEY)
    with pytest.raises(NotWhole, match=f"sealed with the key named {sealed_files.key_name(KEY)}"):
        read(sealed, OTHER)
    assert b"text" not in sealed


def test_a_sealed_file_cannot_be_passed_off_as_a_plain_one_of_somebody_else():
    """Without a key nobody can tell who wrote a file; with one, a plain file says that it is plain."""
    assert written(b"text", None).startswith(b"newsroom-backup-1 plain\n")


@pytest.mark.parametrize("text", ["", "short", "!" * 44, "k" * 64])
def test_a_key_that_is_none_is_told(text):
    with pytest.raises(ValueError, match="32 bytes"):
        key_from(text)
