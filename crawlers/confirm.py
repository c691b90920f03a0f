"""Whether a change is one: pages behind load balancers, banners and counters differ between two looks without having changed.

A changed page or row is looked at twice in the same check; what two looks do not agree on is not told. A new row with an address
of its own counts at once: it can be opened and read.
"""

import re
from collections.abc import Mapping, Sequence

from policywatch.types import Document, Known, Source

#: kinds that watch one document each
ONE_BY_ONE = frozenset({"page", "pdf"})
#: what menus say and publications never are called, in the languages most sites speak
_MENU = re.compile(
    r"\W*(?:about(?: us)?|contacts?(?: us)?|home(?: ?page)?|imprint|privacy(?: policy| notice)?|cookies?(?: policy)?|site ?map|log ?in|sign in|"
    r"search|menu|accessibility|careers|help|impressum|kontakt|datenschutz|startseite|über uns|suche|barrierefreiheit|accueil|"
    r"contactez-nous|à propos|mentions légales|rechercher|plan du site|inicio|contacto|acerca de|aviso legal|buscar|"
    r"首页|关于我们|联系我们|网站地图|隐私政策|登录|搜索|トップ|ホーム|お問い合わせ|サイトマップ|홈|문의)\W*",
    re.IGNORECASE,
)


def only_menu(documents: Sequence[Document]) -> bool:
    """Whether all that is listed are entries of a menu: a selector that still matches, but the wrong thing."""
    return bool(documents) and all(_MENU.fullmatch(document.title) for document in documents)


def confirm_after_s(source: Source) -> float:
    """Seconds until the second look; 0 for sources whose changes count at once."""
    return float(getattr(source.options, "confirm_after_s", 0.0) or 0.0)


def doubtful(fresh: Sequence[Document], by_key: Mapping[str, Known], by_alias: Mapping[str, Known], source: Source) -> list[Document]:
    """The fresh documents that a second look must show again."""
    return [
        document
        for document in fresh
        if document.key in by_key or (document.alias and document.alias in by_alias) or document.url in ("", source.url)
    ]


def flapping(doubted: Sequence[Document], again: Sequence[Document]) -> frozenset[str]:
    """Keys of the documents that the second look shows differently or not at all."""
    seen = {document.key: document.fingerprint for document in again}
    return frozenset(document.key for document in doubted if seen.get(document.key) != document.fingerprint)
