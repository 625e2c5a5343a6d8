"""What the tests of the pages of totals share: two reported periods, addresses, and a page as somebody sees it."""

from django.urls import reverse


def report_two_periods(scene):
    """Two targets (a sum with an office's part and the city's own, and a ratio) in two periods."""
    a, b, c = scene.counties[:3]
    scene.sum = scene.target(
        "L01", "100", shares={a: "30", b: "30", scene.cities[0]: "10", scene.office: "10", c: "20"}, decimals=2
    )
    scene.ratio = scene.target("L02", "70", measure="ratio", scale="%", shares={a: "70", b: "70", c: "70"})
    scene.issue(open_seq=2)
    scene.report(a, 1, {scene.sum: "10.25", scene.ratio: ("1", "10")})
    scene.report(b, 1, {scene.sum: "0", scene.ratio: ("90", "90")}, accepted=False)
    scene.report(scene.cities[0], 1, {scene.sum: "3"})
    scene.report(scene.office, 1, {scene.sum: "4"})
    scene.report(a, 2, {scene.sum: "5.5", scene.ratio: ("10", "10")})
    scene.settle()
    return scene


def url(scene, unit, period="2020Q2", target=None, query=""):
    names = ["yn-2020", unit.code, period] + ([target] if target else [])
    return reverse("dashboards:total" if target else "dashboards:unit", args=names) + query


def page(client, scene, *args, who="leader", **kwargs):
    client.force_login(getattr(scene, who))
    response = client.get(url(scene, *args, **kwargs))
    return response, response.content.decode()
