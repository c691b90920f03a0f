"""Shipped fakes: servers on loopback that behave, and misbehave, like the services policywatch talks to.

They count what the service stored, not what was asked, because only the store shows a message that was posted twice. They
import no room and check limits on their own, so that they can judge what the rooms produce.
"""
