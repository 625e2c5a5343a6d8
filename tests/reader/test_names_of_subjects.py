"""Names that take their subject from earlier in the sentence, and only what belongs to them."""

import pytest

from reader.reading import read

NAMES = [
    ("普遍建立社区书屋,城区达到70%,农村达到50%。", ["城区社区书屋覆盖率", "农村社区书屋覆盖率"]),
    ("加强社区书屋管理。城区参保率达到70%。", ["城区参保率"]),
    ("粮食生产稳定发展,播种面积30万亩,产量12万吨。", ["粮食播种面积", "粮食产量"]),
    ("示范类学校每学期开展1次讲座,普通类学校每学期开展1次讲座。", ["示范类学校每学期讲座", "普通类学校每学期讲座"]),
    ("3岁以下儿童入托率达到30%;开展保姆培训,城区受训率达到60%。", ["3岁以下儿童入托率", "城区保姆培训受训率"]),
    ("“清河月嫂”培训“清河月嫂”300人。", ["培训“清河月嫂”"]),
    ("全年办两期家政培训班,每期50人。", ["家政培训班", "每期家政培训班"]),
    ("使妇女参保率达到95%。", ["妇女参保率"]),
    ("将继续建设妇女微家20个。", ["妇女微家"]),
    ("续建妇女微家20个。", ["续建妇女微家"]),
    ("完成环卫女工体检500人及困难妇女救助工作。", ["环卫女工体检"]),
]


@pytest.mark.parametrize(("sentence", "expected"), NAMES)
def test_a_name_has_its_own_subject(sentence, expected):
    found = read(f"清河县2022年妇女儿童工作要点\n{sentence}\n").targets
    assert [target.name for target in found] == expected
