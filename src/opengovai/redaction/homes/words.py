"""Words by which people say where somebody lives, in all seven languages.

Written for this project. `OWN` speaks of the writer, `OTHERS` of anybody, so that laws use it too;
both are patterns in small letters. Sets hold words in small letters, `*_STEMS` their beginnings.
"""

from __future__ import annotations


def _any(*listed: str) -> str:
    return "|".join(listed)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


OWN = _any(
    # en
    "(?:i|we)(?: am|'m|\u2019m| are|'re|\u2019re|m)?(?: currently| now| still| just| only| also|"
    " used to| both| all| have been)? (?:live|stay|reside|rent|lodge|living|staying|residing|"
    "renting|lodging|lived|based|sleep|sleeping)",
    "(?:my|our) (?:home|house|place|homestead|room|flat|plot|gate|compound|shelter)(?: is)?|"
    "(?:you(?:'ll| will| can| may)? )?(?:find|reach|visit|get) (?:us|me) (?:at|in|near|behind|by|"
    "next|opposite|just|on)|"
    "(?:i|we)(?: have| just|'ve)? (?:moved|shifted|relocated) (?:in)?to|"
    "(?:my|our) address(?: is)?|anwani (?:yangu|yetu)(?: ni)?|aderesi (?:yanjye|yacu)(?: ni)?|"
    "(?:мой|наш|новый) адрес|(?:mekenja[iy]|мекенжай|адрес)[iы]?(?:м|міз|ымыз|іміз|ым|ім)|"
    "(?:meine|unsere|neue) (?:adresse|anschrift)(?: ist| lautet)?|(?:mon|notre) adresse(?: est)?",
    # sw
    "(?:n|nin|tun)a(?:ishi|kaa|stay)|nina ?poishi|tunapoishi|nakaa|(?:ni|tu)mepanga|"
    "(?:ni|tu)mejenga|nyumba (?:yangu|yetu) (?:iko|ipo|ni)|(?:kwangu|kwetu|nyumbani) (?:ni|iko)|"
    "(?:na|tuna|nina)patikana|(?:m|u)ta(?:ni|tu)pata|(?:ni|tu)mehamia|(?:ni|tu)lihamia",
    # rw
    "ntuye|dutuye|m?barizwa|tubarizwa|(?:n|na|du|twa)cumbitse|nkodesha|dukodesha|mba (?:mu|i|ku|"
    "hafi)|nimukiye|"
    "(?:inzu|iwanjye|urugo|iwacu)(?: yanjye| rwanjye| yacu| rwacu)? (?:iri|ni|ruri)",
    # ru
    "живу|жив[её]м|проживаю|проживаем|прописан[аы]?|снимаю|снимаем|ютимся|"
    "(?:мой|наш) дом|дом у нас|моя квартира|наша квартира|найти (?:нас|меня) можно|(?:нас|меня) "
    "можно найти|"
    "переехал[аи]? (?:в|на|к)|"
    # kk
    "(?:біздің |менің )?үйі(?:м|міз)|біздің үй|пәтері(?:м|міз)",
    # de
    "(?:ich |wir )?wohne|wir (?:wohnen|leben)|wohnen(?: wir| jetzt| seit)|ich lebe|lebe(?: ich)?|"
    "(?:sie|du|ihr) finde[nt]?s?t? (?:mich|uns)|(?:bin|sind) (?:um|unter)gezogen|"
    "(?:meine|unsere) wohnung (?:ist|liegt)|(?:mein|unser) (?:haus|zimmer) (?:ist|steht|liegt)",
    # fr
    "j['\u2019 ]?habite|j['\u2019]?habitais|(?:nous |on )?habitons|on (?:habite|vit|loge|crèche)|"
    "je (?:vis|réside|reside|loge|demeure|crèche)|nous (?:vivons|résidons|logeons)|"
    "je suis (?:logée?|hébergée?|domiciliée?)|(?:ma|notre) maison (?:est|se trouve)|chez moi "
    "c['\u2019]est|"
    "(?:vous |tu )?(?:me|nous) trouve(?:rez|ras|z)|(?:j['\u2019]ai|on a|nous avons) d[ée]m[ée]nagé|"
    "(?:nous sommes|on est|je suis) (?:au foyer|à l['\u2019]hôtel|au camp)",
)  # fmt: skip
"""The writer lives somewhere: a place follows, often with a preposition or an adverb between."""

OTHERS = _any(
    "lives|stays|resides|residing (?:at|near)|(?:is|was|are|were|now|currently|family|people) "
    "(?:living|staying)|"
    "living (?:at|near|behind)|(?:who|they|parents|children|kids|family) (?:live|stay|reside)|"
    "resident of|"
    "farmer from|trader from|widow from|student from",
    "(?:a|wa|u)na(?:ishi|kaa|stay)|a(?:li|ki)ishi|aishie|anayeishi|wanaoishi|amepanga|wamepanga|"
    "mkaa?zi wa|mkaa?zi mkoa wa|ako ocha",
    "(?:a|ba|u|mu)tuye|(?:a|ba|u|ya|ba)cumbitse|akodesha|bakodesha|(?:aba|baba|uba) (?:mu|i|ku|"
    "hafi)|"
    "yimukiye|umuturage (?:wo|w['\u2019]|mu)",
    "жив[её]т|живут|прожива(?:ет|ют|л|ла)|проживающ[а-я]{2,4}|прож[.]|по адресу|жительниц[аы]|"
    "житель|жителя|снимает|снимают|живущ[а-я]{2,4}",
    "wohnt|wohnen|wohnhaft|wohnend|wohnte|wohnten|leb(?:t|te)(?: jetzt| nun| derzeit)? (?:in|bei|"
    "am)|untergebracht",
    "habite|habitent|habitant|habitait|demeurant|demeure|réside|résidant|"
    "domicilié|domiciliée|domiciliés|logée?|hébergée?s?|vit|vivent|vivant",
)  # fmt: skip
"""Somebody lives somewhere: only a name, or what is near something, tells a home then."""

COMES = _any(
    "(?:i|we) (?:come|hail|am|m|are) (?:from|frm)|i['\u2019]?m (?:from|frm)|born (?:in|at)|"
    "native of",
    "(?:na|nina|tuna|nime)?toke?a|natokea|natoka|nimetoka|(?:ni|a)(?:me|li)zaliwa|mzaliwa wa|"
    "(?:shamba|duka) langu (?:lipo|liko)",
    "nkomoka|akomoka|nturuka|mvuka|(?:na|ya)vukiye|navutse|yavutse",
    "родом из|(?:родился|родилась) в|уроженец|уроженка|(?:я|мы)(?: сам| сама)? из",
    "komm[et]{1,2} aus|stamm[et]{1,2} aus|geboren in|geb[.] in|gebürtig aus|bin(?: die| der)? "
    "[a-zäöü]{2,12} aus",
    "(?:je |on )?(?:viens|vient) de|originaire de|natif de|native de|née? à|né[(]e[)] à",
)  # fmt: skip
"""Where somebody comes from or was born: a name follows."""

HERE = _any("hapa", "hano", "pale", "here at", "here in", "ici", "hier in", "здесь в", "тут в")
"""`Here`: what follows must say what it is near, or be numbered."""

LABELS = _any(
    "(?:home|residential|physical|postal|permanent|current|my|his|her|our)[ _]?address|address|"
    "residence|place of residence|village|estate|home village",
    "anwani|anuani|makazi|mahali pa kuishi|ninapoishi|kijiji|mtaa|kitongoji|anapoishi",
    "aderesi|aho (?:m|a)barizwa|aho (?:n|a|u)tuye|umudugudu|akagari|umurenge",
    "адрес[а-я]{0,2}(?: проживания| регистрации| дома| прописки)?|место жительства|"
    "село|пос[её]лок|деревня|аул",
    "(?:nearest )?landmark|directions|house|"
    "мекен-?[ _]?жай[а-яі]{0,6}|тұр(?:атын|ғылықты)[ _](?:жер|мекен)[а-яі]{0,6}|ауылы|үйім",
    "(?:wohn|melde)?anschrift|adresse|adr|wohnort|wohnsitz|meldeadresse",
    "domicile|lieu de résidence|adresse postale|domicilié",
)  # fmt: skip
"""Nouns: a colon or a word such as `is` stands between them and the place."""

AFTER_OWN = (
    "тұрамын|тұрамыз|тұрып жатырмы[нз]|тұрғынымын|тұратын едім|"
    "turam[yi]n|turam[yi]z|turǵynymyn|turgynymyn"
)
AFTER_OTHERS = (
    "(?:[дт][ае]|[0-9]|үй) (?:тұрады|тұратын|тұрып жатыр|тұруда|тұрған)|"
    "мекенжайында|мекенжайы бойынша|d[ae] turad[yi]|d[ae] turat[yi]n"
)
"""Kazakh: the place stands before the verb."""

TOLD_HOUSES = (
    "house|gate|door|plot|room|stall|shop|kiosk|homestead|compound|hut|nyumba|chumba|mlango|geti|"
    "banda|duka|kibanda|stage|inzu|igipangu|irembo|iduka|icyumba|дом|дома|доме|домик|ворота|"
    "калитка|"
    "барак|подъезд|үй|үйі|haus|häuschen|wohnung|tor|laube|hof|wohnwagen|maison|portail|porte|"
    "immeuble|cabane|caravane|boutique"
)
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|last|2nd|3rd|4th|5th|erste[nsmr]?|zweite[nsmr]?|"
    "dritte[nsmr]?|"
    "vierte[nsmr]?|fünfte[nsmr]?|letzte[nsmr]?|première|premier|deuxième|seconde|troisième|"
    "quatrième|cinquième|"
    "dernière|dernier|перв[а-я]{2}|втор[а-я]{2,3}|трет[а-я]{2,3}|четв[её]рт[а-я]{2}|пят[а-я]{2}|"
    "последн[а-я]{2}|крайн[а-я]{2}|екінші|үшінші|төртінші|бесінші|бірінші|соңғы|шеткі"
)
TOLD_ORDINALS = (
    f"(?:{_ORDINALS}) (?:{TOLD_HOUSES}|left|right|turn|entrance|eingang|tür|entrée|калитк[а-я]) "
    "(?:on|to|after|from|before|past|nach|vor|links|rechts|von|après|avant|à|depuis|от|после|перед|"
    "слева|справа|near|behind|in|in der|a)|"
    "(?:nyumba|mlango|geti|ploti|chumba) y?w?a (?:kwanza|pili|tatu|nne|tano|mwisho) "
    "(?:baada|kutoka|kabla|upande|kushoto|kulia|ukitoka)|"
    "(?:inzu|urugo|umuryango|irembo) [yr]?w?a (?:mbere|kabiri|gatatu|kane|gatanu|nyuma) "
    "(?:uvuye|nyuma|iburyo|ibumoso|hakurya|ku|mbere)"
)
KAZAKH_NEAR = "артын|жанын|қасын|қарсысын|алдын|түбін|маңын|шетін|іргесін"
TOLD_KAZAKH = (
    "[а-яәғқңөұүһіА-ЯӘҒҚҢӨҰҮҺІ-]{2,24}[ндт][ыі]ң (?:"
    f"{KAZAKH_NEAR}"
    ")[а-яәғқңөұүһі]{2,5} (?:[а-яәғқңөұүһі]{2,14} ){0,3}(?:үй|қақпа|есік|пәтер)"
)
"""A house by its place in a row, or by what it stands behind."""
TOLD_CORNERS = "[a-zäöüß]{3,20}(?:str[.]?|straße|strasse|weg|platz|allee) ecke"
TOLD_NEAR = (
    "near|behind|opposite|beside|next to|past|karibu na|nyuma ya|mbele ya|mkabala na|kando ya|"
    "jirani na|pembeni mwa|hafi y[a'’]|inyuma y[a'’]|imbere y[a'’]|haruguru y[a'’]|"
    "munsi y[a'’]|hirya y[a'’]|iruhande r[w'’]|рядом с|около|возле|напротив|за|позади|"
    "neben|gegenüber|hinter|hinterm|derrière|devant|près|en face|à côté|au-dessus"
)
"""A house that lies near something is a home by itself."""

LINKS = _words(
    "at in on to i mu ku kwa kuri en à a au aux dans sur chez в во на у по с из im der am an "
    "bei beim den ein eine einem einer die das dem auf zu the is ni est ist lautet sont and "
    "still now currently presently here alone again together all hapa hapo huku sasa peke "
    "yangu ubu hano hariya aho iri iko noch immer hier dort derzeit zurzeit aktuell jetzt zur "
    "miete mit seit allein wir ich toujours encore ici actuellement seul seule tjs maintenant "
    "сейчас теперь пока тут здесь там одна один вместе всё еще ещё временно вообще уже де г "
    "my our his her their own rented family of from frm aus d"
)
"""Small words between such a word and the place."""

STOPS = _words(
    "same above see siehe idem voir peke there there's away abroad within separately happily "
    "bienvenue unknown none nil hakuna néant нет жоқ keine kein comfortably nearby already "
    "permanently legally illegally outside everywhere anywhere live lives living stay born "
    "and but because since who which when where while during under without until after before "
    "tel phone simu telefone mobile cell email mail handy телефон тел моб id kitambulisho "
    "indangamuntu nimero namba nambari number no. naomba nataka nina tuna wana ana ndi mfite "
    "nfite dufite afite mit und oder aber weil seit mais et ou car donc qui dont avec pour "
    "depuis pendant но а и или что так как потому with for dated с со без для от poverty fear "
    "hope peace country town city world abject rent years months days weeks year month miaka "
    "mwaka miezi imyaka лет года год месяцев jahre jahren monate monaten ans mois années жыл "
    "ай my our his her their mein meine meiner meinem moi nous ici"
)
"""Words that end a place, or say that none follows."""

KIN = _words(
    "wife husband mother father son daughter kids children parents mume mke mama baba watoto "
    "umugore umugabo abana мужем женой мамой детьми семьёй сыном дочерью frau mann mutter "
    "vater kindern eltern femme mari mère père enfants"
)
"""They end a place in small letters: `I live with my wife`; `the house of Mama Njeri` goes on."""

NEAR = _words(
    "near behind opposite beside next off along past above below under between nr adjacent "
    "across after before facing around karibu nyuma mbele mkabala kando jirani pembeni chini "
    "juu ng'ambo baada kabla katikati hafi inyuma imbere haruguru munsi hepfo ruguru hirya "
    "hino iruhande hagati рядом около возле напротив за под над через перед позади недалеко "
    "от после близ вблизи сбоку neben gegenüber hinter hinterm hinters vor vorm über überm "
    "unter unterm nahe nähe ecke bei beim nach derrière devant près face côté au-dessus au- "
    "dessous dessus dessous proche après entre derriere pres cote apres"
)
NEAR_STEMS = (
    "жанын", "қасын", "артын", "алдын", "қарсы", "маңын", "түбін",
    "бойын", "іргес", "жақын", "шетін",
    "астын", "үстін", "қиылыс",
)  # fmt: skip
"""What says that a place lies near, behind or above something."""

NOUNS = _words(
    "house hse rm flat plot block zone shelter gate estate door apartment apt bedsitter "
    "compound homestead hostel hut shack shop kiosk stall container tent camp room floor "
    "nyumba chumba mtaa kiwanja ghorofa mlango lango geti banda duka stendi kibanda stage "
    "inzu umudugudu akagari urugo icyumba umuryango igipangu irembo iduka дом дома доме дому "
    "домик квартира квартире кв комната комнате общежитие общежитии барак бараке подъезд "
    "калитка ворота избушка дача даче хутор вагончик үй үйі үйде үйінде пәтер пәтері пәтерде "
    "қақпа қақпалы жатақхана haus häuschen wohnung zimmer hinterhaus vorderhaus siedlung heim "
    "hof tür tor laden laube wohnwagen stock eingang dachgeschoss keller maison appt "
    "appartement bât bâtiment bat étage porte foyer chambre résidence rés portail immeuble "
    "cabane caravane villa cité boutique cour studio escalier"
)
"""What people live in, or know it by."""

MARKS = _words(
    "zone section hall camp village ward kijiji kijijini umurenge umusozi inkambi umuhanda "
    "nzu cell sector корпус село деревня посёлок пос дер поселок улица ул ш микрорайон мкр "
    "переулок пер проспект частный сектор аул д к п с этаж г р-н көше көшесі көшесінің "
    "көшесінде ауыл ауылы ауылында ауданы ықшам шағын м/а ш/а қ қаласы кенті кентінде кент uı "
    "úı ui uy páter pater kóshesi koshesi auyly qalasy shagyn audany lager og eg dg straße "
    "strasse str weg platz gasse dorf gut links rechts dorfstraße bahnhof rue chaussée avenue "
    "allée impasse quai place route chemin bte hlm lotissement quartier hameau street road "
    "lane market church mosque school hospital stage station junction soko kanisa msikiti "
    "shule kituo barabara isoko kiliziya ishuri"
)
"""What else stands in an address, or is known to all who live there."""

PARTICLES = _words(
    "ya wa la cha za kwa na y w mu de du des d l le les au aux à the of to in at on by an a "
    "der die das dem den im am zum zur von в во на у с от end door side from i ku rya bya iri "
    "wo yo ka cy ihm sa san ter und ihrer seiner meiner ihren meinem ihrem einer einem deren "
    "mon ma son leur his her my their yangu wangu yake langu wanjye ry rw bw iyo ryo ukiingia "
    "iliyo lenye yenye yenyewe et"
)
"""Small words inside a place."""
