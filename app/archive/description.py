"""What an archive is told of a case (XML 1.0): elements named as DA/T 46—2009 and DA/T 48—2009 name
them where they fit, and plainly for what is of a service item alone (docs/decisions/0034)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET  # nosec B405  # written here, never parsed

import msgspec

from app import __version__
from app.archive.contents import Entry, said, source_words
from app.archive.events import event_word
from app.cases.kinds import kind_of
from app.cases.model import SHANGHAI, Clerk, Material, Notice, SubApplication

NAMESPACE = "urn:jianjian:archive:1"
# What XML 1.0 has no way to write (2.2, Char).
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STATES = {"delivered": "办结", "refused": "不予受理", "terminated": "终止办理"}
APPLICANTS = {"person": "自然人", "organisation": "法人或者其他组织"}
ID_TYPES = {"resident_id": "公民身份号码", "uscc": "统一社会信用代码", "passport": "护照号码"}


class File(msgspec.Struct, frozen=True):
    """A file of the archive: its name there, what it is, its SHA-256 and its size in bytes."""

    name: str
    media_type: str
    sha256: str
    size: int
    pages: int = 0


def describe(
    case: SubApplication, held: Sequence[Entry], starts: Sequence[int], files: Sequence[File],
    by: Clerk, at: datetime,
) -> bytes:  # fmt: skip
    """The XML, in UTF-8. ``held`` stands in the volume from the pages ``starts`` on; ``files``: the
    volume, and what lies beside this description. Times are the centre's civil ones."""
    root = ET.Element("归档说明", {"xmlns": NAMESPACE})
    _add(root, "生成系统", f"Jianjian {__version__}")
    _add(root, "生成时间", _moment(at))
    _add(root, "聚合层次", "案卷")
    source = ET.SubElement(root, "来源")
    _add(source, "立档单位名称", case.department.full_name or case.department.name)
    _add(source, "机构代码", case.department.code)
    _add(root, "档号", "")
    _content(ET.SubElement(root, "内容描述"), case)
    _service(ET.SubElement(root, "政务服务事项"), case)
    _form(ET.SubElement(root, "申请表"), case)
    documents = ET.SubElement(root, "卷内文件")
    for number, (entry, page) in enumerate(zip(held, starts, strict=False), 1):
        _document(ET.SubElement(documents, "文件"), number, entry, page)
    events = ET.SubElement(root, "业务实体")
    for event in case.history:
        told = ET.SubElement(events, "业务")
        _add(told, "业务行为", event_word(event.type))
        _add(told, "行为代码", event.type)
        _add(told, "行为时间", _moment(event.at))
        _add(told, "机构人员名称", event.by.name or event.by.id)
        _add(told, "行为描述", event.text)
    kept = ET.SubElement(root, "电子属性")
    for file in files:
        _file(ET.SubElement(kept, "计算机文件"), file)
    maker = ET.SubElement(root, "机构人员实体")
    _add(maker, "机构人员类型", "立卷人")
    _add(maker, "机构人员名称", by.name or by.id)
    ET.indent(root)
    written = io.BytesIO()
    ET.ElementTree(root).write(written, "utf-8", xml_declaration=True)
    return written.getvalue()


def _content(at: ET.Element, case: SubApplication) -> None:
    received = case.clock.received_at
    _add(at, "题名", f"{case.applicant.name}{case.item.name}")
    _add(at, "责任者", case.department.full_name or case.department.name)
    _add(at, "年度", f"{received.astimezone(SHANGHAI).year}" if received is not None else "")
    _add(at, "文件编号", case.no)
    _add(at, "保管期限", "")


def _service(at: ET.Element, case: SubApplication) -> None:
    item, applicant, clock = case.item, case.applicant, case.clock
    _add(at, "办件编号", case.no)
    _add(at, "事项编码", item.code)
    _add(at, "事项名称", item.name)
    _add(at, "事项类型", kind_of(item).name.zh)
    for basis in item.legal_basis:
        _add(at, "行为依据", basis)
    _add(at, "一件事编号", case.one_thing.no)
    _add(at, "一件事名称", case.one_thing.scene.name)
    _add(at, "申请人类型", APPLICANTS.get(applicant.kind, applicant.kind))
    _add(at, "申请人名称", applicant.name)
    _add(at, "证件类型", ID_TYPES.get(applicant.id_type, applicant.id_type))
    _add(at, "证件号码", applicant.id_number)
    _add(at, "收件时间", _moment(clock.received_at))
    _add(at, "受理时间", _moment(clock.accepted_at))
    _add(at, "决定时间", _moment(clock.decided_at))
    _add(at, "送达时间", _moment(clock.delivered_at))
    _add(at, "业务状态", STATES.get(case.state, case.state))
    _add(at, "承办人", case.assignee.name if case.assignee is not None else "")


def _form(at: ET.Element, case: SubApplication) -> None:
    for section in case.form:
        part = ET.SubElement(at, "表单部分", {"名称": _writable(section.section)})
        for field in section.fields:
            told = ET.SubElement(part, "数据项", {"代码": _writable(field.key)})
            _add(told, "名称", field.label)
            _add(told, "值", said(field))
            _add(told, "来源", source_words(field))


def _document(at: ET.Element, number: int, entry: Entry, page: int) -> None:
    _add(at, "顺序号", str(number))
    _add(at, "题名", entry.title)
    _add(at, "责任者", entry.author)
    _add(at, "文件编号", entry.no)
    _add(at, "日期", f"{entry.day:%Y-%m-%d}" if entry.day is not None else "")
    _add(at, "起始页号", str(page))
    source = entry.source
    if isinstance(source, Material):
        _add(at, "材料编号", source.id)
        _add(at, "提交轮次", str(source.round))
    if entry.sha256:
        is_words = isinstance(source, Notice)
        if not is_words:
            kind = source.media_type if isinstance(source, Material) else "application/pdf"
            _add(at, "格式信息", kind)
            _add(at, "计算机文件大小", str(entry.size))
        _add(at, "摘要对象", "文书文字内容" if is_words else "原始文件")
        _add(at, "摘要算法", "SHA-256")
        _add(at, "摘要值", entry.sha256)


def _file(at: ET.Element, file: File) -> None:
    _add(at, "计算机文件名", file.name)
    _add(at, "格式信息", file.media_type)
    _add(at, "计算机文件大小", str(file.size))
    if file.pages:
        _add(at, "页数", str(file.pages))
    _add(at, "摘要算法", "SHA-256")
    _add(at, "摘要值", file.sha256)


def _add(at: ET.Element, name: str, text: str) -> None:
    ET.SubElement(at, name).text = _writable(text)


def _writable(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)


def _moment(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at is not None else ""
