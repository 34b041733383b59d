"""Write the samples that are no text files: `python tests/sample_files.py` after changing one here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from docx import Document

SAMPLES = Path(__file__).parent.parent / "knowledge" / "samples"

DRIVER = """\
#Bookmobile Driver
Alder County Library
Effective date: February 3, 2025
#Position at a glance
Reports to: Head of Circulation
Department: Outreach
Pay grade: 8
Pay: $21.40 to $26.10 per hour
FLSA status: Non-exempt
Hours: 30 hours a week
#What the Bookmobile Driver does
The Bookmobile Driver brings the library to 22 stops in the north of Alder County, on a route
that repeats every two weeks. The driver lends and takes back books at each stop and keeps the
vehicle safe and clean.
#Duties
- Inspect the vehicle before each trip and write down what needs repair.
- Drive the published route and keep to the times of the stops.
- Issue library cards and take requests for the next visit.
- Load and unload up to twelve crates of books a day.
#Requirements
- High school diploma or equivalent.
- Commercial driver's license, class B, and a clean driving record for three years.
- First aid certificate within six months of starting.
- Able to lift crates of up to 45 pounds.
#Schedule
Tuesday to Friday, 9:30 a.m. to 6:00 p.m. on odd weeks; Tuesday to Thursday on even weeks. The
bookmobile does not run on Saturdays, and not when the county closes its roads.
"""


def write_docx(file: Path) -> None:
    """The Head of Circulation: a form in a table, then headings and lists, as word processors make them."""
    document = Document()
    document.core_properties.title = "Head of Circulation"
    document.core_properties.created = document.core_properties.modified = datetime(2025, 5, 12)
    document.add_heading("Head of Circulation", level=0)
    document.add_paragraph("Alder County Library · Position description · Revised May 12, 2025")
    form = (
        ("Reports to", "Library Director"),
        ("Department", "Circulation"),
        ("Grade", "14"),
        ("Salary range", "$61,250 to $74,900 a year"),
        ("FLSA status", "Exempt"),
        ("Union", "Not represented"),
    )
    table = document.add_table(rows=0, cols=2)
    for label, value in form:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_heading("Purpose", level=1)
    document.add_paragraph(
        "The Head of Circulation runs the service desks of the Main Library and the three branches, so that visitors "
        "are served quickly and fairly wherever they come."
    )
    document.add_heading("Supervision", level=1)
    document.add_paragraph("Supervises the Library Assistants and the Bookmobile Driver, eleven people in all.")
    document.add_heading("Duties", level=1)
    for duty in (
        "Draw up the work schedule of all service desks four weeks ahead.",
        "Train new staff at the desk and review their work after three and six months.",
        "Decide on waived fines of more than $25.",
        "Report the numbers of loans and visits to the Library Director every month.",
    ):
        document.add_paragraph(duty, style="List Bullet")
    document.add_heading("Qualifications", level=1)
    for need in (
        "Bachelor's degree. A library degree is welcome but not needed.",
        "Four years of experience in a library, one of them supervising others.",
    ):
        document.add_paragraph(need, style="List Bullet")
    document.add_heading("Schedule", level=1)
    document.add_paragraph(
        "Full-time, 40 hours a week, Monday to Friday from 9:00 a.m. to 5:30 p.m., with one Saturday a month."
    )
    document.add_heading("Career path", level=1)
    document.add_paragraph("The usual next step is Library Director.")
    document.save(str(file))


def write_pdf(file: Path, source: str = DRIVER) -> None:
    """One page of text in a standard font; a line that starts with # is set larger, as a heading."""
    commands = ["BT", "72 740 Td"]
    for line in source.splitlines():
        heading = line.startswith("#")
        shown = line.removeprefix("#").replace("- ", "\\225 ", 1) if line[:1] in "#-" else line
        commands.append("0 -8 Td" if heading else "0 0 Td")
        commands.append(f"/{'F2 14' if heading else 'F1 10.5'} Tf ({_escape(shown)}) Tj")
        commands.append("0 -20 Td" if heading else "0 -15 Td")
    stream = "\n".join([*commands, "ET"]).encode("ascii")
    font = b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /%s >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
        b"<< /Title (Bookmobile Driver) /CreationDate (D:20250203080000Z) >>",
    ]
    content = b"%PDF-1.4\n"
    offsets = []
    for number, written in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % (len(objects) + 1)
    file.write_bytes(content + b"startxref\n%d\n%%%%EOF\n" % table)


def _escape(line: str) -> str:
    """Brackets escaped, the bullet's octal code left alone."""
    return line.replace("(", "\\(").replace(")", "\\)")


if __name__ == "__main__":
    write_docx(SAMPLES / "jobs" / "head-of-circulation.docx")
    write_pdf(SAMPLES / "jobs" / "bookmobile-driver.pdf")
