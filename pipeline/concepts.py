"""The words of a name as concepts that are the same in every language, so that a name is known again in translation.

``pipeline/lexicon/names.tsv`` tells what the subjects of rules are called in ten languages. A word it does not know stays itself,
folded: a proper name or a word that many languages share is met again that way.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.rarity import rarity

#: how much it says when two documents share a concept that most rules on AI name
COMMON = 0.3
#: how much two letters of a Chinese, Japanese or Korean word say
LETTERS = 0.4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CJK_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3々ー]+")
#: what Chinese, Japanese and Korean titles say of form, stage and office, and words of grammar: no two letters of them say which rule it is
_GRAMMAR = re.compile(
    r"征求意见稿|徵求意見稿|公开征求|征求|意见|意見募集|意見公募|意見|募集|草案|修订|修正|暂行|试行|办法|辦法|规定|規定|条例|條例|细则|通知|公告|公示|决定|解读|解釈|答记者问|有关负责人|负责人|国家互联网信息办公室|国家网信办|网信办|"
    r"网信部门|部门|联合|公布|发布|印发|关于|開始|结果|結果|实施|施行|正式|全文|附件|一图读懂|新闻|中国|中华人民共和国|工业和信息化部|工信部|国务院|公安部|总局|委员会|法律|法案|令和|年|月|日|号|第|素案|公表|策定|改定|改正|一部|概要|"
    r"について|に関する|に係る|における|のため|ための|及び|並びに|総務省|経済産業省|個人情報保護委員会|内閣府|府令|省令|政令|"
    r"에\s?관한|등에|대한|위한|및|법률안|법률|시행령|시행규칙|제정안|제정|개정안|개정|일부|입법예고|행정예고|기본법|특별법|고시|공고|보도자료|발표|의결|국무회의|국회|통과|과학기술정보통신부|방송통신위원회|방송미디어통신위원회|개인정보보호위원회|"
    r"확정|수렴|의견|안$|[ぁ-ゟの的及与和等之为對对於于은는이가을를의]"
)


#: traditional characters of the words of law and technology, and what they are in simplified writing
_SIMPLER = str.maketrans(
    "關鍵礎設電腦統條會過開發動務業數據網絡資訊個護權隱監規辦構產專門經濟貿際國處罰違訴訟請審議員長職責劃實驗測試標準認證評價級風險應對機係聯組織團體衛醫療藥銀財稅貸賬戶綫線廣視頻聲語圖畫學習訓練師導識別臉緒駕駛車輛場飛無農漁環氣養勞僱傭競爭壟斷併購費優聽觀點參與選舉眾黨軍備槍礦藝術創樂遊戲講話論壇報雜誌書帳號碼單擴寬縮減輕緩執懲獎勵補貼負債計檢調詢問題時間歷紀錄檔類築牆領幹預禦衝擊賽義惡壞損傷歸還賠償詞彙總結鏈節雲圓積載運輸軌橋樑燈灣臺島嶼縣鄉鎮區戰彈臨暫終續約簽訂買賣進匯兌幣種屬於",
    "关键础设电脑统条会过开发动务业数据网络资讯个护权隐监规办构产专门经济贸际国处罚违诉讼请审议员长职责划实验测试标准认证评价级风险应对机系联组织团体卫医疗药银财税贷账户线线广视频声语图画学习训练师导识别脸绪驾驶车辆场飞无农渔环气养劳雇佣竞争垄断并购费优听观点参与选举众党军备枪矿艺术创乐游戏讲话论坛报杂志书帐号码单扩宽缩减轻缓执惩奖励补贴负债计检调询问题时间历纪录档类筑墙领干预御冲击赛义恶坏损伤归还赔偿词汇总结链节云圆积载运输轨桥梁灯湾台岛屿县乡镇区战弹临暂终续约签订买卖进汇兑币种属于",
)


@dataclass(frozen=True)
class _Tongue:
    """The terms of one language by how they are looked up."""

    exact: Mapping[str, frozenset[str]]
    cased: Mapping[str, frozenset[str]]
    starts: Mapping[str, frozenset[str]]
    ends: Mapping[str, frozenset[str]]
    inner: Mapping[str, frozenset[str]]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    phrase_at: re.Pattern[str] | None
    letters: Mapping[str, frozenset[str]]
    letters_at: re.Pattern[str] | None


def concepts(text: str, language: str) -> dict[str, float]:
    """What a text names, each with how much it says: concepts, and other words as ``=word``; small words are left out."""
    base = language.lower().partition("-")[0]
    return {key.removesuffix("~"): _weight(key, base) for key in _keys(unicodedata.normalize("NFKC", text), base)}


def words(text: str, language: str) -> set[str]:
    """The words of a text that no list knows, and the letters of CJK ones, as they are counted."""
    return {key for key in _keys(unicodedata.normalize("NFKC", text), language) if key.startswith("=")}


def _weight(key: str, language: str) -> float:
    if not key.startswith("="):
        return COMMON if key[-1] in "~^" else 1.0
    return rarity(key, language) * (LETTERS if lexicon.CJK.search(key) else 1.0)


def _keys(text: str, language: str) -> Iterator[str]:
    if language == "zh":
        text = text.translate(_SIMPLER)
    for run in _CJK_RUN.findall(text):
        yield from _letters(run, language if language in ("zh", "ja", "ko") else "zh")
    latin = _CJK_RUN.sub(" ", text)
    tongue = _tongue("en" if language in ("zh", "ja", "ko", "") else language)
    lower = latin.lower()
    for match in tongue.phrase_at.finditer(lower) if tongue.phrase_at and len(lower) == len(latin) else ():
        yield next(key for pattern, key in tongue.phrases if pattern.fullmatch(match[0]))
        latin = latin[: match.start()] + " " * len(match[0]) + latin[match.end() :]
    for word in _WORD.findall(latin):
        yield from _of_word(word, language)


@lru_cache(maxsize=50_000)
def _of_word(word: str, language: str) -> tuple[str, ...]:
    """The concepts of one word, else the word itself."""
    tongue = _tongue("en" if language in ("zh", "ja", "ko", "") else language)
    low = word.lower()
    if word in tongue.cased:
        return tuple(sorted(tongue.cased[word]))
    for part in (low, re.split("['’]", low)[-1], re.split("['’]", low)[0]):
        found = set(tongue.exact.get(part, ()))
        found.update(*(tongue.starts[part[:n]] for n in range(2, len(part) + 1) if part[:n] in tongue.starts))
        found.update(*(tongue.ends[part[n:]] for n in range(len(part)) if part[n:] in tongue.ends))
        found.update(*(keys for inner, keys in tongue.inner.items() if inner in part))
        if found:
            return tuple(sorted(found))
    plain = folded(re.split("['’]", low)[-1] if re.match("(?:l|d|dell|all|nell|sull|qu|n|s)['’]", low) else re.split("['’]", low)[0])
    return () if len(plain) < 3 or plain.isdigit() or plain in _SMALL else ("=" + stem(plain),)


def known(word: str, language: str) -> bool:
    """Whether a word names a concept, or is one that says nothing; then it is no proper name."""
    return any(not key.startswith("=") for key in _of_word(word, language)) or folded(word) in _SMALL


def folded(word: str) -> str:
    """A word in lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def stem(word: str) -> str:
    """A word without the endings of number and gender that most languages of the house share."""
    return re.sub(r"(?<=\w{4})(?:es|s|en|e|a|o|i)$", "", word)


def _letters(run: str, language: str) -> Iterator[str]:
    tongue = _tongue(language)
    if tongue.letters_at is not None:
        for match in tongue.letters_at.finditer(run):
            yield from tongue.letters[match[0]]
    for part in _GRAMMAR.sub(" ", run).split():
        yield from ("=" + part[n : n + 2] for n in range(len(part) - 1))


@cache
def _tongue(language: str) -> _Tongue:
    tables: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in ("exact", "cased", "starts", "ends", "inner", "letters")}
    phrases: list[tuple[re.Pattern[str], str]] = []
    for term in lexicon.terms("names"):
        if term.language != language:
            continue
        body = term.text.removeprefix("=")
        words = body.strip("*")
        if lexicon.CJK.search(body) or language in ("zh", "ja", "ko"):
            tables["letters" if lexicon.CJK.search(body) else "cased"][words].add(term.key)
        elif term.exact and " " not in body:
            tables["cased"][words].add(term.key)
        elif re.search(r"[ *'’-]", words):
            phrases.append((re.compile(term.pattern), term.key))
        else:
            tables[_table(body)][words].add(term.key)
            if language in ("de", "nl") and len(words) > 5:
                # these languages write compounds in one word
                tables["inner"][words].add(term.key)
    letters = sorted(tables["letters"], key=lambda word: (-len(word), word))
    fixed = {name: {word: frozenset(keys) for word, keys in table.items()} for name, table in tables.items()}
    at = re.compile("|".join(map(re.escape, letters))) if letters else None
    longest = sorted(phrases, key=lambda one: -len(one[0].pattern))
    return _Tongue(
        fixed["exact"], fixed["cased"], fixed["starts"], fixed["ends"], fixed["inner"], tuple(longest), _any(longest), fixed["letters"], at
    )


def _any(phrases: list[tuple[re.Pattern[str], str]]) -> re.Pattern[str] | None:
    """All phrases in one pattern, which is tried where words begin and nowhere else."""
    bodies = [pattern.pattern.removeprefix(lexicon.LEFT) for pattern, _ in phrases]
    return re.compile(f"{lexicon.LEFT}(?:{'|'.join(bodies)})") if bodies else None


def _table(body: str) -> str:
    if body.startswith("*"):
        return "inner" if body.endswith("*") else "ends"
    return "starts" if body.endswith("*") else "exact"


#: words of grammar, of form and of headlines that say nothing of which rule it is, folded
_SMALL = frozenset(
    (
        # English
        "the and for with from into onto over under upon about against between through during before after above below that this these those which who whom whose what when where why how "
        "are was were been being have has had does did will would shall should may might must can could not nor but yet both either neither each every any all some such own same than too very "
        "its his her their our your they them she you out off per via also only more most other another one two three four five six seven eight nine ten first second third new today said says "
        "say tells told year years month months week weeks day days now then there here including include includes regarding respect relating related certain among amongst across within without "
        "amend amends amending amended amendment laying down harmonised purpose purposes european union member states state federal national commonwealth act acts law laws bill bills rule rules regulation regulations directive directives decision decisions order "
        "orders decree decrees measure measures provision provisions proposal proposals proposed draft drafts final interim notice notices version title section article chapter part annex paragraph number nos "
        "adopt adopts adopted adopting adoption publish publishes published publication publishing issue issues issued issuing release releases released announce announces announced approve approves approved approval "
        "sign signs signed enact enacts enacted pass passes passed introduce introduces introduced propose proposes launch launches launched open opens opened opening close closes closed seek seeks seeking consult "
        "consults consultation consultations comment comments commenting feedback response responses respond responded extend extends extended extension deadline deadlines until by enter enters force effect effective apply applies "
        "applied take takes taking taken make makes made making set sets setting give gives given giving back call calls public register official journal gazette text document documents corrigendum correction corrects correcting corrected "
        "commission council parliament ministry minister department office agency authority authorities bureau government governor senate house assembly committee court board secretary president congress institution "
        "body bodies country countries london brussels washington press news update updates latest statement statements speech question questions answer answers faq view views result results summary overview request requests requires require required "
        "regulator regulators watchdog lawmakers page need needs needed plan plans work week monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december "
        # what headlines say in other languages
        "lance lancent lancee ouvre ouvrent soumet soumettent participez presente presentent annonce devoile federal federale federaux procedure prononce inflige rend rendu compte bundesgesetz startet eroffnet stellt kundigt verhangt billigt tagt teilt "
        "lanza lanzan abre abren presenta presentan anuncia impone dicta avvia lancia apre annuncia presentato lanca apresenta anuncia aplica aplicou opent start publiceert legt komt kondigt heden hoy hoje heute geltend verkundet kabinett kabinettsbeschluss "
        "have ares arrangement arrangements opinion opinions avis dictamen parere advies stellungnahme zienswijze debate moved consistent initiation preliminary affirmative negative determination determinations finding findings inquiry investigation launches less than fair value fonctionnement secteur initiation results review reviews commence commences commenced commencing terminates terminate termination administrative annual periodic use uses used using regards regard completant concerne concernent erganzung hinsichtlich complementa complementan integra riguarda aanvulling supplementing supplement mise oeuvre uitvoering durchfuhrung clear clears cleared subject condition conditions prior tables tabled senator lawmaker general imposes imposed impose billion million thousand leak concerning ensuring policy ensure ensures nation nationwide hits hit says landmark "
        # Polish and Swedish
        "rzadowy projekt projektu ustawa ustawy ustawe sejm senat druk uchwalil rozporzadzenie sprawie oraz dla jest przez lag lagen lagar om mot och att for fran till som den det ett forordning beslutar beslut regeringen riksdagen forslag proposition "
        "kronor sek krw usd eur gbp iniciativa expide confronti provvedimento doc web "
        # German
        "der die das des dem den ein eine einer eines einem einen und oder aber mit von vom zum zur zu im in am an auf aus bei bis durch fur gegen nach ohne uber um unter vor wegen zwischen als auch wie wird werden wurde wurden ist sind war hat haben "
        "soll sollen kann konnen muss mussen nicht noch nur schon sich sie wir ihr ihre sein seine dass diese dieser dieses neu neue neuer neues neuen gesetz gesetze gesetzes verordnung verordnungen richtlinie richtlinien beschluss "
        "entwurf entwurfs gesetzentwurf vorschlag artikel absatz nummer bundestag bundesrat bundesregierung bundesminister bundesministerium bundes bund kommission rat europaischen europaische parlament parlaments union mitgliedstaaten veroffentlicht verabschiedet "
        "beschliesst beschlossen legt vorlage tritt kraft frist stellungnahme stellungnahmen konsultation anhorung mitteilung pressemitteilung uhr euro million millionen anderung anderungen festlegung hinblick bezug regelung regelungen vorschriften harmonisierter "
        # French
        "les des une aux par pour sur dans avec sans sous entre vers chez que qui dont est sont ete etre avoir fait cette ces cet leur leurs nos vos plus moins tout toute tous toutes loi lois decret decrets arrete arretes reglement reglements directive projet "
        "proposition relatif relative relatifs relatives portant fixant concernant visant etablissant modifiant publie publiee publication adopte adoptee adoption texte article articles conseil parlement europeen europeenne ministre ministere gouvernement commission assemblee senat "
        "consultation publique avis ouvre ouvert ouverture lance journal officiel communique presse aujourd hui jour mois annee vigueur entree matiere regles harmonisees "
        # Spanish, Italian, Portuguese
        "los las del una unos unas por para con sin sobre entre hasta desde que cual cuyo como mas este esta estos estas sus ley leyes decreto decretos real orden reglamento reglamentos directiva proyecto anteproyecto proposicion propuesta relativo relativa relativos relativas "
        "establece establecen establecer regula regulan aprueba aprobado aprobada publica publicado publicada texto articulo consejo parlamento europeo europea ministerio ministro gobierno comision senado congreso consulta audiencia abre abierto boletin oficial entrada vigor normas armonizadas materia "
        "gli dei delle degli dello della nel nella nelle negli con per che sul sulla sulle sugli dal dalla dalle alla alle agli allo legge leggi regolamento regolamenti direttiva disegno proposta recante recanti disposizioni relativo concernente approva approvato approvata "
        "pubblica pubblicato pubblicata testo articolo consiglio parlamento europeo europea ministero ministro governo commissione senato camera consultazione pubblica avvia gazzetta ufficiale entrata vigore regole armonizzate materia oggi "
        "dos das nos nas pelo pela pelos pelas com sem sob uma uns umas lei leis projeto portaria resolucao dispoe sobre providencias outras aprova aprovado aprovada publicada conselho diario oficial novo nova regras "
        # Dutch
        "het een van voor met naar bij uit over onder tegen tussen door als ook zijn wordt worden werd heeft hebben niet maar nog deze dit dat die wet wetten besluit verordening richtlijn voorstel ontwerp betreffende inzake tot vaststelling wijziging artikel raad parlement europees europese minister ministerie regering commissie kamer consultatie regels geharmoniseerde"
    ).split()
)
