"""Measures the whole PDF of a paper beside the engine alone on its HTML, and beside Odoo's own report of the rows."""

import contextlib
import threading

from measure import Probe
from werkzeug.serving import make_server

from odoo import SUPERUSER_ID, api, http
from odoo.addons.plan_tracking.papers import pdf
from odoo.addons.plan_tracking.papers.document import Annex, AnnexColumn, Document, text_of
from odoo.tools import config

SHARES = (("TT", 6), ("Nhiệm vụ", 40), ("Chủ trì", 22), ("Phối hợp", 22), ("Thời hạn", 10))
TEMPLATE = "plan_tracking.bench_stock"


def measure(registry, repeat, sizes):
    """Return seconds by size of: the whole PDF, the engine on the same HTML, Odoo's stock call."""
    probe = Probe(registry)
    with registry.cursor() as cr:
        cr.execute("SELECT id FROM res_users WHERE login = 'bench.desk'")
        [desk] = cr.fetchone()
    with serving(registry):
        for _turn in range(repeat + 1):
            for size in sizes:
                probe.measure(f"own {size}", lambda env, size=size: own(env, size), desk)
                probe.measure(f"engine {size}", lambda env, size=size: engine(env, size), desk)
                probe.measure(f"stock {size}", lambda env, size=size: stock(env, size))
    return {"times": probe.figures()}


@contextlib.contextmanager
def serving(registry):
    """Answer over HTTP meanwhile: Odoo's own report fetches its style sheet from the server that prints it."""
    config["db_name"] = [registry.db_name]
    server = make_server("127.0.0.1", 0, http.root, threaded=True)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["ir.config_parameter"].set_param("report.url", f"http://127.0.0.1:{server.port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()


def rows(env, size):
    """The tasks of 348/KH-UBND in the plan's columns, over and over."""
    tasks = env["plan.task"].search([("kind", "=", "task")])
    known = [(task.name, task.lead_text or "", task.support_text or "", task.deadline_text or "") for task in tasks]
    return [[str(number), *known[number % len(known)]] for number in range(1, size + 1)]


def paper(env, size):
    columns = [AnnexColumn(label, share) for label, share in SHARES]
    return Document(
        name="x",
        superior="UBND TỈNH NGHỆ AN",
        issuer="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        issuer_name="Sở Khoa học và Công nghệ",
        symbol="SKHCN",
        place="Nghệ An",
        code="BC",
        kind="BÁO CÁO",
        subject="Kết quả thực hiện",
        annexes=[Annex("Nhiệm vụ", columns, rows(env, size))],
    )


def own(env, size):
    return len(env["ir.actions.report"]._print_paper(paper(env, size)))


def engine(env, size):
    """The same HTML through the same program, part by part, and nothing else."""
    reports, document = env["ir.actions.report"], paper(env, size)
    values, qweb = reports._get_paper_values(), env["ir.qweb"]
    style = str(qweb._render("plan_tracking.paper_style", values))
    program = pdf.Engine.at(reports._find_engine())
    parts = [(str(qweb._render("plan_tracking.paper_body", {**values, "paper": document})), False)]
    parts += [
        (str(qweb._render("plan_tracking.paper_annex", {**values, "annex": annex})), annex.landscape)
        for annex in document.annexes
    ]
    return sum(
        len(pdf._run(pdf._page(body, style, pdf._zoom(program)), landscape, program)) for body, landscape in parts
    )


def stock(env, size):
    """Odoo's own way: its layout and its style sheet around a table of the same cells."""
    body = "".join(f"<tr>{''.join(f'<td>{text_of(cell)}</td>' for cell in row)}</tr>" for row in rows(env, size))
    heads = "".join(f"<th>{label}</th>" for label, _share in SHARES)
    arch = (
        f'<t t-name="{TEMPLATE}"><t t-call="web.html_container"><t t-foreach="docs" t-as="o">'
        f'<t t-call="web.external_layout"><div class="page"><table class="table table-sm">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></t></t></t></t>"
    )
    env["ir.ui.view"].create({"name": TEMPLATE, "key": TEMPLATE, "type": "qweb", "arch": arch})
    report = env["ir.actions.report"].create(
        {"name": "x", "model": "res.company", "report_type": "qweb-pdf", "report_name": TEMPLATE}
    )
    content, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(report, env.company.ids)
    return len(content)
