"""A number out of a block is taken for the notice it fits, once, from the clerk it is held for."""

from tests.practice.calls import action


def kind(case, word="终"):
    return f"{case.department.prefix}{'许' if case.item.kind == 'licence' else ''}{word}"


def drawn(clerk, case, word="终"):
    return clerk.get("/v1/numbers", kind=kind(case, word), count=1).json()["numbers"][0]


def withdraw(clerk, case, no):
    sent = action(case.id, "withdraw", case.revision, payload={"text": "书面撤回"}, notice_no=no)
    (result,) = clerk.act(sent)
    return result


def open_cases(clerk):
    first = clerk.cases("received")[0]
    return [case for case in clerk.cases("received") if kind(case) == kind(first)]


def test_the_notice_bears_it(zhang):
    case = open_cases(zhang)[0]
    no = drawn(zhang, case)
    result = withdraw(zhang, case, no)
    assert result["outcome"] == "applied", result
    notice = result["body"]["notices"][-1]
    assert (notice["no"], notice["provisional"]) == (no, False)


def refused(result):
    return (result["outcome"], result["code"], result["fields"]) == (
        "refused", "number_not_held", ["notice_no"],
    )  # fmt: skip


def test_it_is_borne_once(zhang):
    one, other = open_cases(zhang)[:2]
    no = drawn(zhang, one)
    assert withdraw(zhang, one, no)["outcome"] == "applied"
    assert refused(withdraw(zhang, other, no))


def test_not_another_clerk_s_nor_another_kind_s_nor_one_nobody_drew(zhang, wang):
    case = open_cases(zhang)[0]
    for no in (drawn(wang, case), drawn(zhang, case, "准"), f"{kind(case)}字〔2026〕9999号"):
        assert refused(withdraw(zhang, case, no)), no


def test_an_action_that_serves_nothing_bears_no_number(zhang):
    case = open_cases(zhang)[0]
    (result,) = zhang.act(
        action(case.id, "review", case.revision, notice_no=drawn(zhang, case))
    )  # fmt: skip
    assert refused(result)
