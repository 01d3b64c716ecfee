"""Clerks at a centre of the test's own: Zhang and Wang, who leads it, are of one department, Liu of
another."""

import pytest

from tests.practice.calls import caller


@pytest.fixture
def zhang(own_centre):
    return caller(own_centre, "zhang.wei")


@pytest.fixture
def wang(own_centre):
    return caller(own_centre, "wang.fang")


@pytest.fixture
def liu(own_centre):
    return caller(own_centre, "liu.yang")
