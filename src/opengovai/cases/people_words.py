"""How letters in seven languages say who asks, whose child it is, and who is only mentioned.

Regular expressions, matched without regard to case; a blank is any white space.
"""

from __future__ import annotations

from opengovai.cases.shapes import joined

ASKS = joined(
    r"""
    i am|i['’]m|this is|[,;.] (?:mein |full )?names?|my (?:full |own )?names? (?:is|are)|i,|
    (?:the )?undersigned,?|signed:?|i called|i am called|people call me|the applicant,?|
    (?:ni)?naitwa|nitwa|mimi(?: ni|,)?|ni mimi|ndimi|
    (?:jina|majina) (?:langu|yangu)(?: kamili)?(?: ni)?|mwombaji|ndi|
    n?jye(?:we)?,?(?: (?:ubisaba|usaba))?(?: ndi)?|amazina yanjye(?: ni)?|umubyeyi we|
    ubisaba(?: ni)?|usaba|je m['’]appelle|je suis|je me nomme|mon nom(?: complet)? est|
    moi,?(?: c['’]est)?|soussignée?,?|signée?|ich heiße|ich bin|mein name (?:ist|lautet)|ich,|ich|
    мен(?:ің)? (?:аты-жөнім|есімім|атым)|аты-жөнім|есімім|атым|мен,?|өтініш (?:беруші|иесі)|
    меня зовут|я,?|мо[её] имя|мои фио|(?:вам )?пишет(?: вам)?|обращается|заявитель(?:ница)?
    """
)
"""Before the name of the one who asks."""

ASKED_FOR = joined(
    r"""
    (?:on )?behalf of(?: my \w+)?|(?:for|about|of) my (?:\w+ )?\w+|(?:s?he|it) is|
    (?:his|her) (?:full )?name is|kwa niaba ya(?: \w+ yangu)?|
    (?:baba|mama|kaka|dada|ndugu|bibi|babu|shangazi|mjomba|mume|mke) (?:yangu|wangu)|anaitwa|
    jina lake(?: ni)?|mu izina rya|mvugira(?: \w+)?|
    (?:au nom d[eu]|pour)(?: (?:mon|ma|notre) [\w-]+)?|(?:il|elle) s['’]appelle|im namen(?: von)?|
    (?:für|dass|umzug) mein\w{0,2} \w+|für|(?:er|sie) heißt|атынан|оның (?:аты-жөні|есімі|аты)|
    от имени(?: \w+){0,2}|(?:е[её]|его) зовут
    """
)
"""Before the name of somebody for whom another one asks."""

ON_BEHALF = joined(
    r"""
    on behalf of|
    (?:writ(?:e|ing)|ask(?:ing)?|apply(?:ing)?|report(?:ing)?|here|
    act(?:ing)?) (?:\w+ ){0,3}?for (?:my|our|the)|kwa niaba|(?:na)?ni?namwandikia|ninaandikia|
    naandika kwa ajili|wangu kama|
    (?:baba|mama|kaka|dada|bibi|babu) (?:yangu|wangu),? .{3,40}?,? (?:anataka|angependa|anaomba)|
    mu izina rya|mbandikiye mvugira|au nom de|
    (?:pour le compte|pour) (?:de )?(?:mon|ma) (?:mère|père|frère|sœur|tante|oncle|grand)|im namen|
    für mein\w{1,2} (?:mutter|vater|tochter|sohn|schwester|bruder|oma|opa|groß|tante|onkel|frau|
    mann)|bevollmächtigt|umzug mein\w{1,2}|
    dass mein\w{0,2} (?:mutter|vater|tochter|sohn|schwester|bruder)|атынан|от имени|
    за (?:мою|моего)
    """
)
"""Anywhere, where somebody asks for another one."""

ID_FOLLOWS = joined(
    r"""
    (?:(?:the |an? |my |is |,|\()*)?(?:who )?(?:(?:holds?|holder|bearer|holding|carrying|with|of|
    und|and|my|i hold|i carry) )*(?:the |an? )?(?:(?:national|identity|kenyan|rwandan) )*(?:id\b|
    identity|identification|passport|nid)|
    (?:mwenye |ana |nina )?(?:kitambulisho|nambari ya kitambulisho)|
    (?:ufite |nkaba mfite |mfite )?(?:nomero y['’])?i[nr](?:da|ra)?ngamuntu|
    (?:porteu\w+|titulaire|détent\w+|munie?) d|
    (?:ma |numéro d['’]|n° d['’])?(?:carte d['’])?identité|иин|жсн|паспорт|удостоверение|
    жеке (?:куәлі|сәйкес)|geb\.|geboren|\*|geburts(?:tag|datum)
    """
)
"""Behind the name of the one whose case it is."""

CLOSING = joined(
    r"""
    (?:(?:kind |best |warm )?regards|yours(?: \w+)?|sincerely|respectfully|thank you|thanks|
    wako(?: mwaminifu)?|wenu|ahsante|asante|murakoze(?: cyane)?|mugire amahoro|cordialement|
    bien à vous|respectueu\w+|salutations(?: \w+)?|merci(?: d['’]avance)?|
    (?:mit )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|herzliche[nm]?) gr(?:ü|ue)(?:ß|
    ss)en?|(?:vielen )?danke?|hochachtungsvoll|с уважением|спасибо(?: заранее)?|құрметпен|рахмет|
    алдын ала рахмет)[,.!]?
    """
)
"""Before a signature."""

CHILD = joined(
    r"""
    (?:my|our|the|his|her|this|of) (?:\w+ )?(?:son|daughter|child|boy|girl|baby|grandson|
    granddaughter|grandchild|niece|nephew|kid)(?:['’]s)?(?: \w+)?,?(?: (?:full )?name)?(?: (?:is|
    was|as|called|named))*|(?:s?he|it) is (?:called|named)|
    (?:his|her|the child['’]s) (?:full )?names?(?: is| are)?|for the child|the child is|child,|
    (?:mtoto|mwana|binti|kijana)(?: (?:wangu|wetu|huyu))?,?(?: (?:anaitwa|aitwaye|ni))?|mwanangu,?|
    (?:umwana|umuhungu|umukobwa|umwuzukuru)(?: (?:wanjye|wacu|we))?,?(?: (?:w|y)itwa| ni)?|
    (?:y|w)itwa|amazina ye(?: ni)?|
    (?:mon|ma|notre|nos|sa|son|l['’]|de l['’]|cet)(?: )?(?:fils|fille|enfant|bébé|petit-fils|
    petite-fille|neveu|nièce)(?: \w+)?,?(?: (?:(?:qui )?(?:se nomme|s['’]appelle)|est|nommée?|
    prénommée?))?|(?:il|elle) (?:s['’]appelle|se nomme)|il s['’]agit d[e'’]|
    (?:mein|unser)\w{0,2} (?:sohn|söhne|tochter|kind|enkel|enkelin)\w{0,2},?(?: (?:heißt|namens))?|
    (?:мо|наш|сво)[а-я]{1,3} (?:сын|доч|реб[её]н|внук|внучк)[а-я]{0,4},?(?: (?:зовут|по имени))?|
    (?:его|е[её]) зовут|(?:ұлым|қызым|балам|немерем)\w{0,6},?(?: есімі| аты)?
    """
)
"""Before the name of a child."""

BORN_FOLLOWS = joined(
    r"""
    (?:who |which |he |she |,|\()*(?:was |is )?born|came into|
    (?:qui est |est |,|\()*née?(?:\(e\))?\b|(?:,|\()*[wyu]avu(?:ts|ki)\w*|
    (?:,|\()*(?:aliye)?zaliwa|alizaliwa|(?:,|\()*(?:geboren|geb\.)|
    (?:,|\()*(?:который |которая )?родил\w+|туған
    """
)
"""Behind the name of a child."""

KIN_OF_CASE = joined(
    r"""
    (?:i am|i['’]m) (?:his|her|the|their|its) [\w ]{3,30}|
    je suis (?:sa|son|la|le|leur) [\w -]{3,30}|ndi (?:se|nyina|umubyeyi)(?: w\w+)*|
    ich bin (?:sein|ihr|die|der)e? \w{3,15}
    """
)
"""Before the name of the one who asks, who says whose relative they are."""

OTHERS = joined(
    r"""
    (?:dear|hello|hi|hallo|liebe[r]?|sehr geehrte[r]?|bonjour|muraho|habari|уважаем\w+|құрметті)|
    (?:mrs?|ms|miss|madam|dr|prof|sir|hon|bi|bw|bwana|mzee|madame|mme|monsieur|m|herrn?|frau|мырза|
    ханым|госпожа|господин)\.?|
    (?:neighbou?r|friend|brother|sister|wife|husband|cousin|father|mother|uncle|aunt|partner|
    colleague|parents?|grandmother|grandfather|boss|doctor|nurse|clerk|officer|registrar|teacher|
    landlord|lawyer|agent|secretary|rafiki|jirani|kaka|dada|baba|mama|mume|mke|karani|afisa|
    daktari|katibu|mwalimu|shangazi|mjomba|bibi|babu|umugabo|umugore|nyina|se|mama|data|mushiki|
    musaza|umuturanyi|umukozi|umuganga|nyirakuru|sekuru|inshuti|mari|femme|épouse|époux|mère|père|
    frère|sœur|voisine?|amie?|cousine?|officier|agent|infirmière|docteur|oncle|tante|mann|frau|
    vater|mutter|bruder|schwester|nachbar(?:in)?|freund(?:in)?|vermieter(?:in)?s?|arzt|chef|oma|
    opa|муж|мужем|жена|женой|мать|отец|брат|сестра|друг|подруга|сосед|соседка|начальник \w+|врач|
    внук|внуку|дедушка|бабушка|досым|көршім|маман|күйеуім|әйелім|анам|әкем|ағам|әпкем|інім|
    дәрігер)(?:['’]s)?(?: (?:is|was|are|wanjye|wacu|we|yangu|wangu|wenu|est|s['’]appelle|heißt|
    named|called|yitwa|anaitwa|w['’]umwana|name|ni))*
    """
)
"""Before the name of somebody who is only mentioned."""
