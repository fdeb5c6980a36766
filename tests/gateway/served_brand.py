"""Make, in the data directory of a real installation, a brand that lets a tool use one model; print its key.

Run as a process of its own (`python -m tests.gateway.served_brand MODEL`), as an operator's script would.
"""

from __future__ import annotations

import sys

from egide.cli.serving import start_service


def main(model: str) -> None:
    start_service()
    from django.utils import timezone

    from egide.service.administration.flows import create_brand
    from egide.service.gatewaykeys.flows import Terms, create_key
    from egide.service.register.flows import BRAND, MODEL, TASK, create_dpia, declare_purpose, set_switch, validate_dpia
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope

    actor, now = system_actor("test"), timezone.now()
    brand = create_brand("orvelie", name="Orvélie", actor=actor, now=now)
    with brand_scope(brand.pk):
        declare_purpose(brand.pk, "SAV", "b", actor=actor, now=now)
        dpia = create_dpia(brand.pk, "Passerelle", ["gateway_chat"], actor=actor, now=now)
        validate_dpia(brand.pk, dpia.pk, actor=actor, now=now)
        for kind, name in ((BRAND, ""), (TASK, "gateway_chat"), (MODEL, model)):
            set_switch(brand.pk, kind, name, on=True, actor=actor, now=now)
        sys.stdout.write(create_key(brand.pk, Terms("SAV", "gateway_chat"), actor=actor, now=now)[1])


if __name__ == "__main__":
    main(sys.argv[1])
