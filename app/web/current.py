"""What a route works with: the house as it is configured now."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from app.house import House

Current = Callable[[], House]


def _house(request: Request) -> House:
    current: Current = request.app.state.current
    return current()


#: a parameter of a route: the open house. Routes that ask the store are plain functions, so that they run in a thread of their own
CurrentHouse = Annotated[House, Depends(_house)]
