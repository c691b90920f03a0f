"""No model: words alone decide, and every result is marked unscored."""

from pydantic import BaseModel, ConfigDict


class Options(BaseModel):
    """Nothing to choose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: ignored; there for the sake of one ``model`` section for all kinds
    name: str = ""


def KIND(options: Options) -> None:
    """No embedder, on purpose: for machines too small for a model, and for tests of everything else."""
