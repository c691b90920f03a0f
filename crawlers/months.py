"""Names of months, as dates are written in many languages, folded to lower case without accents."""

import unicodedata

#: languages whose abbreviations are read as well: any beginning of three letters that no two months share
_CUT = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
#: read in full only: their abbreviations mean other months elsewhere
_FULL = {
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "el": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_MORE = {
    "jänner": 1,
    "feber": 2,
    "sept": 9,
    "set": 9,
    "setiembre": 9,
    "juil": 7,
    "mrz": 3,
    "mrt": 3,
    "dez": 12,
    "dic": 12,
    "ene": 1,
    "ago": 8,
}

_THAI = (
    "มกราคม ม.ค.", "กุมภาพันธ์ ก.พ.", "มีนาคม มี.ค.", "เมษายน เม.ย.", "พฤษภาคม พ.ค.", "มิถุนายน มิ.ย.",
    "กรกฎาคม ก.ค.", "สิงหาคม ส.ค.", "กันยายน ก.ย.", "ตุลาคม ต.ค.", "พฤศจิกายน พ.ย.", "ธันวาคม ธ.ค.",
)  # fmt: skip
#: Thai months by name and abbreviation as NFKC writes them; its vowel signs are no letters for a pattern, so they are listed
THAI = {unicodedata.normalize("NFKC", form): number for number, names in enumerate(_THAI, 1) for form in names.split()}


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _names() -> dict[str, int]:
    found: dict[str, int] = {}
    clash: set[str] = set()
    for names in _CUT.values():
        for number, name in enumerate(map(fold, names.split()), 1):
            for length in range(3, len(name) + 1):
                if found.setdefault(name[:length], number) != number:
                    clash.add(name[:length])
    found = {name: number for name, number in found.items() if name not in clash}
    for names in _FULL.values():
        for number, name in enumerate(map(fold, names.split()), 1):
            found.setdefault(name, number)
    return found | {fold(name): number for name, number in _MORE.items()}


NAMES = _names()
