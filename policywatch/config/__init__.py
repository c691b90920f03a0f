"""Configuration: three strict YAML files of the admin, judged as a whole before anything runs."""

from policywatch.config.load import FILES, Report, check, load
from policywatch.config.models import FatigueBlock
from policywatch.config.readiness import Readiness
from policywatch.config.reference import render
from policywatch.config.reload import Reloader
from policywatch.config.schema import schemas
from policywatch.config.settings import ChannelSettings, Config, DigestSettings, ModelSettings, Recipient, Settings
from policywatch.config.starter import init

__all__ = [
    "FILES",
    "ChannelSettings",
    "Config",
    "DigestSettings",
    "FatigueBlock",
    "ModelSettings",
    "Readiness",
    "Recipient",
    "Reloader",
    "Report",
    "Settings",
    "check",
    "init",
    "load",
    "render",
    "schemas",
]
