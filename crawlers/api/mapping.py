"""A mapping from an answer's data to records, written as JMESPath expressions."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Self
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crawlers.api.records import Record, day_of, legal_dates, many, words
from policywatch.scalars import fault
from policywatch.types import DateKind, DocumentType

_BRACES = re.compile(r"\{([^{}]+)\}")


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    import jmespath

    return jmespath.compile(expression)


def find(expression: str | None, data: Any) -> Any:
    """What an expression finds, or ``None``; data of the wrong shape is no error."""
    from jmespath.exceptions import JMESPathError

    if not expression:
        return None
    try:
        return _compiled(expression).search(data)
    except (JMESPathError, TypeError, ValueError, AttributeError, KeyError, IndexError, OverflowError):
        return None


def check_expression(expression: str) -> str:
    """The expression as it is; raises for one that JMESPath cannot read."""
    from jmespath.exceptions import JMESPathError

    try:
        _compiled(expression)
    except (JMESPathError, RecursionError) as error:
        raise fault("is no JMESPath expression ({why}): see https://jmespath.org", why=str(error).split("\n")[0][:120]) from error
    return expression


def check_template(template: str) -> str:
    """An address with expressions in braces; raises for one that is no web address."""
    if not re.match(r"https?://[^/\s{}]+(?:/|$)", template) or "}" in _BRACES.sub("", template) or "{" in _BRACES.sub("", template):
        raise fault("is no address with expressions in braces: write one such as https://host/item/{id}")
    for expression in _BRACES.findall(template):
        check_expression(expression)
    return template


Expression = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(check_expression)]
AddressTemplate = Annotated[str, Field(min_length=8, max_length=500), AfterValidator(check_template)]


class Fields(BaseModel):
    """Where the parts of one item stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Expression = Field(description="Its title.")
    id: Expression | None = Field(default=None, description="What identifies it for ever; its address when left out.")
    url: Expression | None = Field(default=None, description="Its address for people; may be relative.")
    url_template: AddressTemplate | None = Field(
        default=None, description="Its address when the answer has none: expressions stand in braces, as in `https://host/item/{id}`."
    )
    summary: Expression | None = Field(default=None, description="Its abstract.")
    text: Expression | None = Field(default=None, description="Its full text, when the answer carries it.")
    published: Expression | None = Field(default=None, description="When it was published.")
    type: Expression | None = Field(default=None, description="What it is, in the source's own word; `types` translates it.")
    lang: Expression | None = Field(default=None, description="Its language, when items differ.")

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if not self.url and not self.url_template:
            raise fault("names no address: write 'url' or 'url_template'")
        return self


def record_of(
    item: Any,
    fields: Fields,
    base: str,
    types: Mapping[str, DocumentType],
    dates: Mapping[DateKind, str],
    identifiers: Mapping[str, str],
    zone: str,
    language: str,
) -> Record | None:
    """One item as a record, or ``None`` when it has no title or no address."""
    title, url = words(find(fields.title, item)), _address(item, fields, base)
    if not title or not url:
        return None
    found = ((kind, day_of(_first(find(expression, item)), zone, language), "") for kind, expression in dates.items())
    return Record(
        id=words(find(fields.id, item)),
        title=title,
        url=url,
        summary=words(find(fields.summary, item)),
        text=words(find(fields.text, item)),
        published=words(_first(find(fields.published, item))),
        language=words(find(fields.lang, item))[:35],
        document_type=_type(words(_first(find(fields.type, item))), types),
        dates=legal_dates(*found),
        identifiers=tuple(
            f"{scheme}:{value[:200]}" for scheme, expression in identifiers.items() for value in many(find(expression, item))
        ),
    )


def _first(value: Any) -> Any:
    return next((one for one in value if one), None) if isinstance(value, list) else value


def _type(word: str, types: Mapping[str, DocumentType]) -> DocumentType:
    by_fold = {name.casefold(): kind for name, kind in types.items()}
    if word.casefold() in by_fold:
        return by_fold[word.casefold()]
    return DocumentType(word.lower()) if word.lower() in set(DocumentType) else DocumentType.UNKNOWN


def _address(item: Any, fields: Fields, base: str) -> str:
    from crawlers.feeds.entry import web_link

    if url := words(_first(find(fields.url, item))):
        return web_link(url, base)
    if not fields.url_template:
        return ""
    empty = False

    def put(match: re.Match[str]) -> str:
        nonlocal empty
        value = words(find(match[1], item))
        empty = empty or not value
        return quote(value, safe="")

    url = _BRACES.sub(put, fields.url_template)
    return "" if empty else web_link(url, base)
