"""What a wheel's own bill says is built into it counts as far as the files it is in are inside."""

from components import inside_by_bill

EXTENSION = {"name": "PIL._imaging", "bom-ref": "e", "purl": "pkg:pypi/pillow@1#c-ext/PIL._imaging"}
LEFT_OUT = {"name": "PIL._avif", "bom-ref": "a", "purl": "pkg:pypi/pillow@1#c-ext/PIL._avif"}
INSIDE = {"PIL/_imaging.cpython-311-x86_64-linux-gnu.so"}


def bill(*parts, **needs):
    return {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": list(parts),
        "dependencies": [{"ref": ref, "dependsOn": on} for ref, on in needs.items()],
    }


def names(told, paths=INSIDE):
    return sorted(each["name"] for each in inside_by_bill(told, paths))


def test_what_an_extension_module_that_is_inside_depends_on_is_inside():
    zlib, more = {"name": "zlib", "bom-ref": "z"}, {"name": "more", "bom-ref": "m"}
    told = bill(EXTENSION, zlib, more, root=["e"], e=["z"], z=["m"])
    assert names(told) == ["more", "zlib"]
    assert names(told, set()) == []


def test_what_only_one_that_was_left_out_depends_on_is_not():
    told = bill(
        EXTENSION, LEFT_OUT, {"name": "libavif", "bom-ref": "l"}, root=["e", "a"], a=["l"], e=[]
    )
    assert names(told) == []


def test_what_built_it_is_not_inside_nor_what_is_optional_and_was_not_built_in():
    told = bill(
        {"name": "cc", "bom-ref": "c", "scope": "excluded"},
        {"name": "libimagequant", "bom-ref": "q", "scope": "optional"},
        {"name": "libtiff", "bom-ref": "t", "scope": "optional"},
        root=["c", "q", "t"],
    )
    assert names(told) == ["libtiff"]


def test_a_bill_without_dependencies_or_names_of_its_parts_is_read_whole():
    assert names({"components": [{"name": "openssl", "version": "4.0.3"}]}) == ["openssl"]
