"""A mail per person, to be looked at and sent by hand: in her languages, her files attached."""

from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import reduce
from hashlib import sha256

from worksheets import i18n, loading
from worksheets.binding import in_words_of
from worksheets.model.labels import both, in_line
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
    spoken = [tag if i18n.has_catalog(tag) else i18n.SOURCE_LOCALE for tag in locale.split("+")]
    tags = tuple(dict.fromkeys(spoken))
    endings = [name.rpartition(".")[2] for name, _ in files]
    several = len(set(endings)) > 1
    letters = [_written(_letter(tag), tag, workshop, person, several=several) for tag in tags]
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = in_line(reduce(both, (subject for subject, _ in letters)))
    if person.email:
        message["To"] = Address(display_name=person.name, addr_spec=person.email)
    if workshop.return_to:
        message["Reply-To"] = Address(addr_spec=workshop.return_to)
    message["Content-Language"] = ", ".join(tag.replace("_", "-") for tag in tags)
    text = f"\n{'—' * 3}\n\n".join(text for _, text in letters)
    sign = f"\n{_SIGNATURE}{workshop.brand}\n" if workshop.brand else ""
    message.set_content(text + sign)
    for (name, data), ending in zip(files, endings, strict=True):
        main, sub = TYPES[ending]
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if message.is_multipart():
        digest = sha256(b"".join(data for _, data in files)).hexdigest()
        message.set_boundary(f"=={digest[:32]}==")
    return message.as_bytes()


def _written(
    letter: Mapping[str, str], tag: str, workshop: Workshop, person: Person, *, several: bool
) -> tuple[str, str]:
    """Return subject and text in one language."""
    known = {
        "workshop": workshop.name,
        "name": person.name or person.id,
        "address": workshop.return_to,
        "date": i18n.long_date(workshop.deadline, tag) if workshop.deadline else "",
    }
    text = _text(letter, workshop, several=several)
    return letter["subject"].format_map(known), text.format_map(known)


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
