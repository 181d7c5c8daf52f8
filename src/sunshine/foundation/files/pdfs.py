"""PDF files: written anew without what says who made them, when and with what, and without anything that acts by itself."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from sunshine.foundation.files.pictures import bare

# Dictionary entries that hold metadata, private data of the program, or something that runs when the file is opened.
GONE = (
    "/Metadata", "/PieceInfo", "/LastModified", "/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/AF",
    "/Perms", "/Collection",
)  # fmt: skip

WRITTEN = ("/T", "/CreationDate", "/M", "/NM", "/A")  # of an annotation: by whom, when, and what a click does


def without_metadata(data: bytes) -> bytes:
    """The same pages. Raises pypdf's errors for a broken or locked file."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise ValueError("locked by a password")
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    for one in writer._objects:
        _strip(one)
    writer.metadata = None
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip(one: Any) -> None:
    """Take out of one object, and of what is written inside it, what is not to be shown."""
    if isinstance(one, dict):
        for name in (*GONE, *(WRITTEN if _is_annotation(one) else ())):
            one.pop(name, None)
        if one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            one._data = bare(one._data)  # type: ignore[attr-defined]  # a stream's raw bytes, kept as they are
    if isinstance(one, dict | list):
        for inner in list(one.values() if isinstance(one, dict) else one):
            _strip(inner)


def _is_annotation(one: Any) -> bool:
    return one.get("/Type") == "/Annot" or ("/Subtype" in one and "/Rect" in one)
