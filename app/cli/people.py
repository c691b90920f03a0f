"""The commands about people: what is remembered of them, and how it is forgotten."""

from typing import Annotated

import typer

from app.cli.base import AsJson, Home, example, group, guarded, home_of

app = group("people", "What is remembered of people: list, export, erase.")

Person = Annotated[str, typer.Argument(help="Id of a person, or their mail address.")]


@app.command("list", **example("policywatch people list --json"))
def list_(home: Home = None, json: AsJson = False) -> None:
    """List everybody who is configured, remembered or left a trace, by id alone."""
    from app import people

    guarded(lambda: people.listed(home_of(home), json))


@app.command(**example("policywatch people export counsel > counsel.json"))
def export(person: Person, home: Home = None) -> None:
    """Write everything that is held about one person, as JSON."""
    from app import people

    guarded(lambda: people.exported(home_of(home), person))


@app.command(**example("policywatch people erase counsel --by admin"))
def erase(
    person: Person,
    by: Annotated[str, typer.Option("--by", help="Id of the person who does it, for the audit trail.")] = "operator",
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Forget name, addresses and own words of one person; the audit trail keeps the id."""
    from app import people

    guarded(lambda: people.erase(home_of(home), person, by, json))


@app.command("rotate-key", **example("policywatch people rotate-key"))
def rotate_key(home: Home = None, json: AsJson = False) -> None:
    """Encrypt what is remembered of people with the key of now."""
    from app import people

    guarded(lambda: people.rotate(home_of(home), json))
