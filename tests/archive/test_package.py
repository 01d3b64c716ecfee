"""A case's data: described in XML that any reader takes, under names that are ours."""

import hashlib
import io
import json
import zipfile
from xml.etree import ElementTree

import msgspec
import pytest

from app.archive import contents
from app.archive.description import NAMESPACE, File
from app.archive.package import package
from app.cases.model import Applicant, SubApplication
from app.cases.typed import decode
from tests.support.archive import BY, NOTICE, ODD, PAPERS, closed_case
from tests.support.examples import MORNING, a_material

VOLUME = File("volume.pdf", "application/pdf", "ef" * 32, 123_456, 20)
UNWRITABLE = "坏\x00字\x0b\ud800\uffff"


def packed(case):
    held = contents.entries(case, (), ())
    starts = range(3, 3 + len(held))
    return zipfile.ZipFile(io.BytesIO(package(case, held, starts, VOLUME, BY, MORNING)))


@pytest.fixture
def zipped():
    return packed(closed_case(*PAPERS))


def described(zipped):
    return ElementTree.fromstring(zipped.read("description.xml"))


def texts(root, path):
    names = "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    return [each.text or "" for each in root.findall(names)]


def test_it_has_two_files_whatever_the_papers_are_called(zipped):
    assert zipped.namelist() == ["description.xml", "case.json"]
    assert zipped.testzip() is None


def test_the_body_is_the_case_and_the_description_has_its_digest(zipped):
    body = zipped.read("case.json")
    assert decode(body, SubApplication) == closed_case(*PAPERS)
    assert texts(described(zipped), "电子属性/计算机文件/摘要值") == [
        "ef" * 32, hashlib.sha256(body).hexdigest(),
    ]  # fmt: skip


def test_it_says_of_each_document_where_it_stands_and_what_its_digest_is_of(zipped):
    root = described(zipped)
    titles = texts(root, "卷内文件/文件/题名")
    assert titles == [entry.title for entry in contents.entries(closed_case(*PAPERS), (), ())]
    assert texts(root, "卷内文件/文件/起始页号") == [str(3 + n) for n in range(len(titles))]
    assert texts(root, "卷内文件/文件/摘要对象") == ["原始文件"] * 4 + ["文书文字内容"]
    assert NOTICE.no in texts(root, "卷内文件/文件/文件编号")


def test_it_says_what_was_applied_for_by_whom_and_what_became_of_it(zipped):
    root = described(zipped)
    assert texts(root, "政务服务事项/办件编号") == ["320104-20260302-000001"]
    assert texts(root, "政务服务事项/业务状态") == ["办结"]
    assert texts(root, "来源/立档单位名称") == ["南京市市场监督管理局"]
    assert texts(root, "业务实体/业务/业务行为") == ["受理", "odd"]
    assert texts(root, "业务实体/业务/行为时间")[0] == "2026-03-02T09:00:00+08:00"
    assert texts(root, "申请表/表单部分/数据项/值") == ["中山路12号", "是"]


def test_what_an_applicant_wrote_is_words_in_it_and_no_markup():
    case = closed_case(
        a_material(ODD), applicant=Applicant(name="<!ENTITY x SYSTEM 'file:///'>&lt;")
    )
    root = described(packed(case))
    assert texts(root, "政务服务事项/申请人名称") == ["<!ENTITY x SYSTEM 'file:///'>&lt;"]
    assert ODD in texts(root, "卷内文件/文件/题名")


def test_what_xml_cannot_write_is_a_sign_that_says_so():
    case = closed_case(fields={"key": UNWRITABLE[:4]})
    root = described(packed(case))
    assert texts(root, "申请表/表单部分/数据项/值") == ["坏\ufffd字\ufffd"]


def test_the_same_case_is_the_same_bytes():
    case, held = closed_case(*PAPERS), contents.entries(closed_case(*PAPERS), (), ())
    first, second = (package(case, held, [1] * 20, VOLUME, BY, MORNING) for _ in range(2))
    assert first == second


def test_the_body_can_be_read_by_a_person(zipped):
    assert json.loads(zipped.read("case.json"))["no"] == "320104-20260302-000001"
    assert msgspec.json.decode(zipped.read("case.json")) and b"\n  " in zipped.read("case.json")
