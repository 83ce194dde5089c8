"""A mail per person, to be looked at and sent by hand: text in her language, her files attached."""

from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from worksheets import i18n, loading
from worksheets.binding import in_words_of
from worksheets.model.workshop import Person, Workshop

TYPES: Mapping[str, tuple[str, str]] = {
    "pdf": ("application", "pdf"),
    "docx": (
        "application",
        "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_SIGNATURE = "-- \n"  # with its space: mail programs know it


def draft(
    workshop: Workshop, person: Person, locale: str, files: Sequence[tuple[str, bytes]]
) -> bytes:
    """Return an ``.eml`` file that mail programs open as a message not sent yet.

    The same input gives the same bytes: there is no date in it, that is for sending.
    """
    tag = locale if i18n.has_catalog(locale) else i18n.SOURCE_LOCALE
    letter = _letter(tag)
    known = {
        "workshop": workshop.name,
        "name": person.name or person.id,
        "address": workshop.return_to,
        "date": i18n.long_date(workshop.deadline, tag) if workshop.deadline else "",
    }
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = letter["subject"].format_map(known)
    if person.email:
        message["To"] = Address(display_name=person.name, addr_spec=person.email)
    if workshop.return_to:
        message["Reply-To"] = Address(addr_spec=workshop.return_to)
    message["Content-Language"] = tag.replace("_", "-")
    endings = [name.rpartition(".")[2] for name, _ in files]
    text = _text(letter, workshop, several=len(set(endings)) > 1).format_map(known)
    sign = f"\n{_SIGNATURE}{workshop.brand}\n" if workshop.brand else ""
    message.set_content(text + sign)
    for (name, data), ending in zip(files, endings, strict=True):
        main, sub = TYPES[ending]
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if message.is_multipart():
        digest = sha256(b"".join(data for _, data in files)).hexdigest()
        message.set_boundary(f"=={digest[:32]}==")
    return message.as_bytes()


def _letter(tag: str) -> Mapping[str, str]:
    return in_words_of(loading.phrases("invitation"), i18n.catalog(tag)).by_id()


def _text(letter: Mapping[str, str], workshop: Workshop, *, several: bool) -> str:
    back = letter["send"] if workshop.return_to else letter["reply"]
    paragraphs = (
        letter["greeting"],
        letter["attached"],
        letter["choose"] if several else "",
        f"{letter['fill']} {back}",
        letter["deadline"] if workshop.deadline else "",
        letter["thanks"],
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"
