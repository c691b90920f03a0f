"""Kinds that tests may name: small packages written to a temporary folder, as the rooms hold theirs."""

import sys
import textwrap
from collections.abc import Iterator

import pytest

from policywatch.kinds import Registry

KINDS = {
    "fake_sources": {
        "feed": """
            class Options(Strict):
                strip_html: bool = True
        """,
        "listing": """
            class Selectors(Strict):
                item: str
                date: str | None = None


            class Options(Strict):
                selectors: Selectors | None = None
                max_pages: int = Field(default=1, ge=1)
        """,
        "page": """
            class Options(Strict):
                confirm_after_s: float = 60
        """,
        "json_api": """
            class Options(Strict):
                items: str
                key: Secret | None = None
                wait: Duration = 0
        """,
    },
    "fake_channels": {
        "console": """
            class Options(Strict):
                pass
        """,
        "file": """
            class Options(Strict):
                path: str
        """,
        "slack": """
            class Options(Strict):
                token: Secret
                channel: str
                base_url: str = "https://slack.example/api/"
                grace_s: float = 5

                @field_validator("base_url")
                @classmethod
                def _slash(cls, value: str) -> str:
                    if not value.endswith("/"):
                        raise ValueError("'base_url' does not end with '/': add it")
                    return value
        """,
        "mail": """
            class Options(Strict):
                host: str
                port: int = Field(default=587, ge=1, le=65535)
                security: Literal["starttls", "tls", "none"] = "starttls"
                username: str | None = None
                password: Secret | None = None
                sender: str

                @model_validator(mode="after")
                def _safe(self):
                    if self.security == "none" and self.host != "localhost":
                        raise fault("may be 'none' on this machine only: write security: starttls")
                    if self.sender == "x":
                        raise ValueError("the sender is no address")
                    return self
        """,
    },
    "fake_embedders": {
        "st": """
            class Options(Strict):
                batch_size: int = 16
        """,
    },
}

HEAD = '''
"""Reads what the test gives it."""
from typing import Literal
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from policywatch.scalars import Duration, fault
from policywatch.secrets import Secret


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

'''


@pytest.fixture(scope="session")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Registry]]:
    """The three registries that ``load`` and its friends are handed."""
    folder = tmp_path_factory.mktemp("kinds")
    for package, modules in KINDS.items():
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text("")
        for name, body in modules.items():
            (folder / package / f"{name}.py").write_text(HEAD.lstrip() + textwrap.dedent(body))
    sys.path.insert(0, str(folder))
    yield {
        "sources": Registry("source", "fake_sources"),
        "channels": Registry("channel", "fake_channels"),
        "embedders": Registry("embedder", "fake_embedders"),
    }
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] in KINDS]:
        del sys.modules[name]
