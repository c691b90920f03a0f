"""Whether the service is alive, for those who run it; tells nothing else."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.web.current import CurrentHouse
from policywatch.errors import StoreError

router = APIRouter()


@router.get("/health")
def health(house: CurrentHouse) -> JSONResponse:
    """200 when the database answers, else 503."""
    try:
        house.store.schema_version()
    except StoreError:
        return JSONResponse({"status": "the database does not answer"}, 503)
    return JSONResponse({"status": "ok"})
