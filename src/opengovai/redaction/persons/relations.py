"""Words for relatives and roles that stand before a name, and honorifics, in all seven languages.

Patterns in small letters, written for this project from the kinship terms of each language with the
forms that its grammar gives them: possessives (Swahili, Rwanda, Kazakh), cases (Russian, German).
"""

from __future__ import annotations

_MY_EN = (
    "(?:my|his|her|our|their|your) "
    "(?:late |elder |younger |older |big |small |eldest |first |second |only )*"
)
_KIN_EN = (
    "wife|husband|spouse|son|daughter|mother|father|brother|sister|mum|mom|dad|mam|friend|"
    "neighbou?r|"
    "landlord|landlady|tenant|caretaker|guardian|uncle|aunt|auntie|aunty|cousin|nephew|niece|"
    "grand(?:mother|father|son|daughter|ma|pa)|(?:mother|father|brother|sister|son|daughter)[- "
    "]in[- ]law|"
    "step(?:mother|father|son|daughter)|fianc[ée]e?|co-?wife|boyfriend|girlfriend|baby|child|"
    "kid|twin|colleague|boss|employer|employee|maid|house ?help|next of kin|widow|widower|deceased"
)
_EN = (
    f"{_MY_EN}(?:{_KIN_EN})|(?:son|daughter|wife|husband|mother|father|widow|child|estate|"
    f"brother|sister) of|"
    "grandmother|grandfather|uncle|aunt|cousin|mum|dad|hubby|wifey|bro|sis|"
    "(?:my|our) (?:children|kids|sons|daughters|parents|brothers|sisters|twins|"
    "witness(?:es)?)(?: are)?|"
    "one certain|a certain|a (?:man|woman|lady|guy|boy|girl) (?:called|named)|witness|suspect|"
    "complainant"
)
_SW = (
    "(?:mke|mume|mtoto|mama|baba|rafiki|dada|kaka|ndugu|shangazi|mjomba|babu|bibi|nyanya|binamu|"
    "jirani|"
    "mpwa|mjukuu|shemeji|wifi|mkwe|mchumba|mwenzi|binti|kijana|mdogo|mkubwa|mzazi|mwajiri|bosi|"
    "mpangaji|landilodi|mwenye nyumba) (?:wangu|yangu|wake|yake|wetu|yetu|wao|yao|wako|langu)(?: "
    "mdogo| mkubwa)?|"
    "(?:marehemu )?(?:mke|mume|mtoto|binti|mama|baba|mjukuu|ndugu|jamaa|mjane) wa|"
    "mwanangu|mwanawe|mwanae|mkewe|mumewe|mamangu|babangu|mamake|babake|dadangu|kakangu|nduguye|"
    "watoto(?: wangu| wetu| wake)?(?: ni)?|wazazi(?: wangu)?(?: ni)?|shahidi|mshukiwa|"
    "mlalamikaji|mdhamini|"
    "mathe|mathee|buda|shosh|shosho|guka|babu|bibi|nyanya|shangazi|mjomba|dada|kaka|marehemu"
)
_RW = (
    "(?:umugore|umugabo|umwana|umuhungu|umukobwa|mushiki|musaza|murumuna|mukuru|inshuti|"
    "umuturanyi|umukunzi|nyirarume|nyirasenge|umwishywa|umwuzukuru|mubyara|shobuja|muramu|mukeba) "
    "(?:wanjye|wa njye|we|wacu|wabo|wawe|yanjye|yacu)|mwene|bene|umwene|"
    "(?:umuhungu|umukobwa|umugore|umugabo|umwana|umubyeyi|nyina|mushiki|musaza) wa|"
    "papa|mama|mabukwe|databukwe|sogokuru|nyogokuru|masenge|marume|nyina|abana banjye(?: ni)?|"
    "abana bacu(?: ni)?|ababyeyi(?: banjye)?(?: ni)?|nyakwigendera|umutangabuhamya|umugabo witwa|"
    "umugore witwa|uwitwa|witwa|bitwa"
)
_KK_STEM = (
    "әйел|күйеу|бала|ұл|қыз|ана|әке|аға|апа|әпке|іні|бауыр|қарындас|сіңлі|әже|ата|жұбай|жолдас|"
    "немере|жиен|"
    "ене|келін|күйеу бала|құда|құдағи|досы|дос|көрші|туыс|нағашы|жездe|жезде|жеңге|тәте|көке|шеше|"
    "зайыб|қожайын|бастығ|сыныптас"
)
_KK = (
    f"(?:(?:менің|біздің|оның|кіші|үлкен) )?(?:{_KK_STEM})(?:ым|ім|м|мыз|міз|ымыз|іміз)"
    "(?:ның|нің|ды|ді|ға|ге|а|е|мен|нан|нен)?|балаларым|балаларымыз|марқұм|куәгер|азамат|азаматша"
)
_RU_STEM = (
    "жен|муж|сын|доч|дочер|дочк|дочен|мам|мат|матер|пап|отц|отец|брат|братиш|сестр|сестр[её]н|"
    "сосед|соседк|внук|внуч|"
    "внучк|бабул|бабуш|бабушк|дедуш|дедушк|т[её]т|т[её]тк|т[её]щ|тест|свекров|св[её]к|зят|"
    "невестк|снох|кум|племянни|племянниц|"
    "крестн|крёстн|подруг|подружк|товарищ|сожител|опекун|реб[её]н|малыш|супруг|"
    "хозя|хозяйк|квартирант|начальник|коллег|знаком|бывш|старшеньк|младшеньк|деверь|девер|золовк|"
    "мачех|отчим|"
    "падчериц|пасын|вдов|покойн|соцработник|участков|фельдшер|медсестр|врач|учительниц|свидетел|"
    "потерпевш"
)
_RU = (
    f"(?:{_RU_STEM})(?:а|у|ы|е|ой|ей|ом|ем|[её]м|и|ь|ю|я|ья|ью|ери|ерью|ец|ца|цем|ок|ка|ку|ке|"
    "кой|ый|ая|ому|ую|его|ему)?(?: (?:мой|моя|моей|моего|моему|моим|наш|наша|его|её|ее))?|"
    "дети|детей|детям|у (?:мужа|жены|сына)"
)
_DE_MY = (
    "(?:mein|sein|ihr|unser|dein)(?:e[rmns]?)? "
    "(?:verstorbene[rmn]? |kleine[rmn]? |ältere[rmn]? |jüngere[rmn]? |ehemalige[rmn]? )?"
)
_DE = (
    f"{_DE_MY}(?:frau|"
    "mann|ehemann|ehefrau|tochter|sohn|söhne|töchter|mutter|vater|bruder|"
    f"schwester|mama|papa|"
    "nachbar(?:in|n)?|freund(?:in)?|verlobte[rn]?|lebensgefährt(?:e|en|in)|partner(?:in)?|"
    "schwager|schwägerin|"
    "schwieger(?:mutter|vater|sohn|tochter)|enkel(?:in|kind)?|neffen?|nichte|cousine?|"
    "vermieter(?:in)?|mieter(?:in)?|"
    "betreuer(?:in)?|chef(?:in)?|kollege|kollegin|kollegen|mitarbeiter(?:in)?|mitbewohner(?:in)?|"
    "hausarzt|kind|baby|"
    "exmann|ex-mann|exfrau|ex-frau|oma|opa|tante|onkel|mandant(?:in)?|zeuge|zeugin)|"
    "onkel|oma|opa|tante"
)
_FR = (
    "(?:ma|sa|ta|notre|votre|leur|la|feue) (?:femme|fille|mère|mere|m[eè]re|s(?:œ|oe)ur|tante|"
    "nièce|niece|épouse|"
    "grand-mère|belle-(?:mère|sœur|fille)|petite-fille|cousine|copine|compagne|conjointe|"
    "concubine|voisine|"
    "propriétaire|nourrice|meuf|petite|bru|marraine|collègue|patronne|cheffe)|"
    "(?:mon|son|ton|notre|votre|leur|le|feu) (?:mari|fils|père|pere|fr[eè]re|oncle|neveu|époux|"
    "grand-père|"
    "beau-(?:père|frère|fils)|petit-fils|cousin|copain|compagnon|conjoint|concubin|voisin|mec|"
    "pote|ami|amie|"
    "propriétaire|gendre|parrain|collègue|patron|chef|petit|bébé|ex|enfant|locataire|gardien)|"
    "(?:mes|nos|ses) (?:enfants|fils|filles|parents)|(?:fils|fille|épouse|veuve|veuf) de|"
    "(?:le|la|les) (?:nommée?s?|sieur|dame|dénommée?)|(?:une?) certaine?|oncle|tante"
)
_BIRTH_NAME = "[(](?:geb[.]|née)"  # announces a name of the same person, as a relative's word does
KIN = "|".join((_EN, _SW, _RW, _KK, _RU, _DE, _FR, _BIRTH_NAME))

ROLES = (
    "chief|sub-?chief|assistant chief|headman|pastor|bishop|imam|teacher|madam|nurse|doctor|"
    "inspector|conductor|surveyor|askari|watchman|cpl|sgt|p\\.?c\\.?|ocs|"
    "chifu|mzee|mama|baba|bi|bw|ndugu|mwalimu|mwl|daktari|dkt|padri|mchungaji|ustadh|ustaadh|"
    "sheikh|"
    "askofu|diwani|karani|afande|dereva|mheshimiwa|mhe|mwenyekiti|"
    "muganga|mwarimu|padiri|pasiteri|gitifu|bwana|madamu|mudamu|umushoferi|docteur|dogiteri|"
    "шофер|шофёр|водитель|инспектор|мастер|"
    "т[её]т[яеиюё]й?|дяд[яеиюё]й?|баб[аеуы]|дед[ау]?|"
    "tonton|tata|tantine|tatie|papy|mamie|pépé|mémé|papi|mami|ma[iî]tre|docteur|"
    "doktor|pfarrer|schwester|pater|meister"
)
"""Roles and forms of address: part of what tells who it is, so they are hidden with the name."""

TITLES = (
    "mr|mrs|ms|miss|mx|dr|prof|sir|messrs|herrn?|frau|fräulein|freifrau|freiherr|rain?|"
    "mme|mlle|mmes|madame|monsieur|mademoiselle|feu|feue|"
    "bw|bi|bibi|mzee|mama|baba|madam|ndugu|mheshimiwa|mhe|mwl|dkt|chifu|marehemu|"
    "bwana|madamu|nyakwigendera|"
    "г-н|г-жа|гр|гражданин|гражданка|господин|госпожа|т[её]тя|т[её]те|т[её]тю|дядя|дяде|марқұм|"
    "мырза|ханым|"
    "chief|pastor|the late|late|rev|hon|eng|capt|cpl|sgt|cst|adv"
)
BEHIND = (
    "апай|апа|ағай|аға|ағама|ағамыз|апама|әже|көке|тәте|інім|ініме|інімнің|бауырым|қарындасым|"
    "сіңлім|мырза|ханым|"
    "ханум|оглы|кызы"
)
"""Forms of address behind a name."""

LABELS = (
    "(?:full|other|first|last|middle|maiden|given|family|father['\u2019]?s?|mother['\u2019]?s?|"
    "spouse|"
    "applicant|claimant|witness|child)[ _]?(?:full )?names?|surnames?|sir[ _]?name|next of kin|"
    "jina(?: (?:kamili|la [a-z]{3,10}))?|majina(?: kamili)?|gava jina|mwombaji|mlalamikaji|mlipaji|"
    "amazina(?: [a-z]{3,8})?|izina(?: rya [a-z]{2,8})?|"
    "аты(?:-?жөні| ?жөні)?|тегі|есімі|әкесінің[ _]аты|өтініш беруші|"
    "имя|фамилия|отчество|фио|ф[.] ?и[.] ?о[.]|заявитель|получатель|муж|жена|мать|отец|"
    "председатель|владелец|"
    "(?:vor|nach|familien|geburts|ruf)name|name, vorname|antragsteller(?:in)?|kontoinhaber(?:in)?|"
    "nom(?: de (?:famille|jeune fille|naissance|la m[eè]re))?|prénoms?|prenoms?|titulaire|"
    "demandeur|déclarant|"
    "nom et prénoms?"
)
"""What forms call a name; a colon or the like follows."""
