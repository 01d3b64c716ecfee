"""What an error of the cache's file or of the disk means to a clerk."""

import errno

import pytest
from sqlcipher3 import dbapi2

from app.cases.actions import BlockingReason
from app.cases.sentence import say
from app.store.errors import (
    CacheBusy,
    CacheNotWritable,
    CacheUnreadable,
    DiskFull,
    NotLawful,
    classify_error,
    of_os_error,
    os_errors_as_failures,
)


@pytest.mark.parametrize(
    ("message", "failure"),
    [
        ("database or disk is full", DiskFull),
        ("database is locked", CacheBusy),
        ("attempt to write a readonly database", CacheNotWritable),
        ("unable to open database file", CacheNotWritable),
        ("disk I/O error", CacheNotWritable),
        ("file is not a database", CacheUnreadable),
        ("database disk image is malformed", CacheUnreadable),
    ],
)
def test_each_error_of_sqlite_has_its_sentence(message, failure):
    error = dbapi2.DatabaseError(message)
    assert type(classify_error(error)) is failure
    assert classify_error(error).detail == message


@pytest.mark.parametrize(
    ("number", "failure"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EACCES, CacheNotWritable),
        (errno.EPERM, CacheNotWritable),
        (errno.EROFS, CacheNotWritable),
    ],
)
def test_each_error_of_the_disk_has_its_sentence(number, failure):
    error = OSError(number, "x")
    assert type(of_os_error(error)) is type(classify_error(error)) is failure
    with pytest.raises(failure) as told, os_errors_as_failures():
        raise error
    assert told.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [ValueError("full"), dbapi2.DatabaseError("no such table: x"), OSError(errno.EIO, "x"),
              DiskFull(), KeyboardInterrupt()],
)  # fmt: skip
def test_any_other_error_stays_what_it_is(error):
    assert classify_error(error) is error


def test_what_bars_an_action_is_said_in_one_sentence():
    reasons = tuple(BlockingReason("x", say(zh, en)) for zh, en in (("甲", "a"), ("乙", "b")))
    told = NotLawful(reasons)
    assert told.blocking_reasons == reasons
    assert "甲" in told.sentence.zh and "乙" in told.sentence.zh
