"""The key of an installation is made once, kept for itself, and missed when it is gone."""

import os
import stat
from multiprocessing import get_context

import pytest

from bot.database.engine import open_database
from bot.errors import KeyChanged, KeyLost, KeyUnusable, SealBroken
from bot.keys import Keys, keys_of


def ones(size):
    return b"\x01" * size


def twos(size):
    return b"\x02" * size


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "var" / "key"


@pytest.fixture
def engine(tmp_path):
    return open_database(tmp_path / "sparekey.db")


def test_the_key_is_made_at_first_use_for_this_user_alone_and_kept(key_file):
    first = Keys.from_file(key_file)
    assert key_file.stat().st_size == 32
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert Keys.from_file(key_file).digest("code", "123456") == first.digest("code", "123456")
    assert os.listdir(key_file.parent) == ["key"]


def test_processes_that_start_at_once_agree_on_one_key(key_file):
    with get_context("fork").Pool(4) as pool:
        digests = pool.map(digest_with_the_key_at, [key_file] * 8)
    assert len(set(digests)) == 1


def digest_with_the_key_at(path):
    return Keys.from_file(path).digest("code", "123456")


def test_a_key_that_others_may_read_is_not_used(key_file):
    Keys.from_file(key_file)
    key_file.chmod(0o644)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        Keys.from_file(key_file)


def test_a_key_that_was_cut_is_not_used(key_file):
    Keys.from_file(key_file)
    key_file.write_bytes(b"short")
    with pytest.raises(KeyUnusable, match="5 bytes instead of 32"):
        Keys.from_file(key_file)


def test_what_was_made_for_one_purpose_is_worth_nothing_for_another():
    keys = Keys(ones(32))
    digests = {keys.digest(purpose, "123456") for purpose in ("code", "recovery code", "throttle")}
    assert len(digests) == 3
    with pytest.raises(SealBroken):
        keys.unseal(keys.seal(b"secret", "outbox"), "authenticator")


def test_another_key_makes_other_digests_and_opens_no_seal():
    mine, theirs = Keys(ones(32)), Keys(twos(32))
    assert mine.digest("code", "123456") != theirs.digest("code", "123456")
    with pytest.raises(SealBroken, match="changed, or sealed with another key"):
        theirs.unseal(mine.seal(b"secret"))


def test_a_seal_opens_to_what_was_sealed_and_shows_nothing_of_it():
    keys = Keys(ones(32))
    sealed = keys.seal(b"JBSWY3DPEHPK3PXP")
    assert keys.unseal(sealed) == b"JBSWY3DPEHPK3PXP"
    assert b"JBSW" not in sealed
    changed = sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:]
    with pytest.raises(SealBroken):
        keys.unseal(changed)


def test_a_lone_surrogate_in_a_text_has_a_digest_too():
    assert len(Keys(ones(32)).digest("sign-in name", "anna\ud800")) == 32


def test_tokens_are_long_stand_in_a_link_and_never_come_twice():
    """R24"""
    keys = Keys(ones(32))
    tokens = {keys.new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 32 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_the_key_is_not_shown_where_keys_are_printed():
    assert "\\x01" not in repr(Keys(ones(32)))


def test_a_database_knows_its_key(engine, key_file):
    first = keys_of(engine, key_file)
    assert keys_of(engine, key_file).digest("code", "1") == first.digest("code", "1")


def test_a_lost_key_is_said_and_no_new_one_is_made(engine, key_file):
    keys_of(engine, key_file)
    key_file.unlink()
    with pytest.raises(KeyLost, match="put the file back, or restore a backup"):
        keys_of(engine, key_file)
    assert not key_file.exists()


def test_a_changed_key_is_said(engine, key_file):
    keys_of(engine, key_file)
    key_file.unlink()
    Keys.from_file(key_file, random=ones)
    with pytest.raises(KeyChanged, match="not the one that this database was written with"):
        keys_of(engine, key_file)
