"""How letters in seven languages say what is written and what should be.

Each cue stands right before its value, those of `BEHIND_...` right behind it. Weak ones count only
together with another. A blank is any white space. Matched without regard to case.
"""

from __future__ import annotations

from opengovai.cases.shapes import joined

WRONG = joined(
    r"""
    (?:is|was|were|been|got|have|has|had|they|you|it|name|certificate|clerk|nurse|
    officer) (?:been |was |were |had |have |has )?(?:(?:wrongly|incorrectly|mistakenly|falsely|now|
    there) )?(?:written|wrote|entered|recorded|spel(?:t|led)|registered|put|given|listed|shown|
    noted|typed|printed|captured|stated|marked|indicated|misspel(?:t|led))(?: down)?(?: (?:wrongly|
    incorrectly|mistakenly|there|in))?(?: as| like| to be)?|
    (?:wrongly|incorrectly|mistakenly|falsely) (?:\w{4,12}(?:ed|en|t) )?(?:as )?|
    (?:list|name|give|show|describe|record|identifie|put)(?:s|d|ed)? (?:\w+ ){1,4}as|
    appears?(?: there)? as|(?:now|currently|wrongly|incorrectly) (?:reads|says|shows)|
    (?:where|as) it (?:says|reads|has)|
    (?:écrit|inscrit|enregistré|noté|mentionné|indiqué|saisi|orthographié|porté|marqué|
    transcrit)e?s?(?: (?:comme|à tort|par erreur|étant|sous le nom de))*|
    (?:y )?(?:figure|apparaît)(?:nt)?(?: (?:comme|sous|ainsi))*|
    déclarée?s?(?: (?:née?|le|à|comme))*|mal (?:écrit|orthographié)e?,?|
    handits(?:we|e)(?:mo|ho)?(?: nabi)?|\w{0,4}anditse(?:mo)?(?: nabi)?|
    \w{2,6}nditswe(?:ho|mo|ko)?(?: nabi)?|(?:hari|harimo) (?:handitse|ijambo)|
    \w{1,3}(?:me|li)andik(?:wa|a)(?: (?:kama|kimakosa|vibaya|kwa makosa))*|
    (?:написан|напечатан|записан|указан|внес[её]н|вписан|обозначен)[оаы]?(?: (?:как|ошибочно|
    неверно|неправильно))*|(?:значит|числит)ся(?: как)?|
    (?:ошибочно|неверно|неправильно) (?:написали|указали|записали|внесли)?|
    (?:eingetragen|geschrieben|vermerkt|erfasst) (?:ist|wurde|war|steht)|
    (?:steht|stand)(?: (?:dort|da|fälschlich|falsch))*
    """
)
"""Before what is written now."""

WEAKLY_WRONG = joined(
    r"""
    (?:says|reads|shows|states|gives|carries|has|mentions|they (?:put|wrote|typed)|wrote|
    written)(?: (?:wrongly|that s?he (?:is|was)))?|
    (?:mentionne|indique|porte|dit|affiche|comporte|donne|est|a mis|ont (?:mis|écrit))|yavuts?e|
    yavukiye|стоит|написали|записали|указали|inasema|inaonyesha|ni|lautet|ist
    """
)
"""The same, where something else says that it is wrong."""

CORRECT = joined(
    r"""
    (?:should|ought to|must|needs? to|has to|have to)(?: (?:in fact|really|actually|
    instead))? (?:be|read|say|have been|have read|state|show)(?: (?:written|spel(?:t|led)|entered|
    recorded|listed|changed|corrected)(?: to)?| as){0,2}|
    (?:the )?(?:correct|right|true|real|proper|actual)(?: (?:name|date|spelling|one|entry|form|
    version|place|sex|year|way|day))? (?:is|was|being)|
    (?:chang|correct|amend|rectif|alter)\w{1,3}(?: (?:it|this|that|the (?:entry|name|
    date)))?(?: back)? to(?: read)?|to read|(?:is|was) supposed to be|
    (?:devrait|doit|devait|aurait dû)(?: être| lire)?(?: (?:écrit|corrigé|inscrit|lu))?e?|
    (?:il )?(?:faut|faudrait)(?: (?:lire|écrire|mettre|inscrire))|
    (?:remplacer|corriger|rectifier|modifier|changer)(?: [\w'’]+){0,3} (?:par|en)|
    (?:soit|être) (?:corrigé|rectifié)e?(?: en)?|
    (?:nom|prénom|date|orthographe|lieu|mention)s? (?:correcte?|exacte?) est|s['’]écrit|
    \w{0,4}gomb\w{2,5}(?: (?:kuba|kwandikwa|kwandika))+|
    \w{0,4}kwi(?:ri)?ye(?: (?:kuba|kwandikwa|ni|kwandika))+|
    (?:nyakuri|ukuri|by'?ukuri|nyaryo)(?: (?:ni|ari))?|
    (?:ina|ili|lina|lili|yana)\w{0,3}pas\w{1,4}(?: (?:kuwa|kusomeka|kuandikwa))+|
    (?:sahihi|halisi) ni|должн[оаы]?(?: (?:быть|стоять|читаться|значиться))?|
    (?:надо|нужно|следует|необходимо)(?: (?:писать|читать|указать|исправить на))?|
    (?:правильно|верно)(?: (?:писать|будет|так))?|правильн[а-я]{2}(?: [а-я]+)?(?: [–—-])?|
    (?:исправ|измен|замен|поменя)[а-я]{1,5}(?: (?:на|его на|е[её] на))|дұрысы(?: (?:–|-|—))?|
    дұрыс (?:нұсқасы|аты|күні)|richtig (?:ist|wäre|heißt es|lautet)|
    (?:sollte|müsste|muss|soll)(?: \w+)? (?:lauten|heißen|sein)
    """
)
"""Before what should be written."""

WEAKLY_CORRECT = joined(
    r"""
    (?:in fact|actually|in reality|really)(?: (?:it|s?he))?(?: (?:is|was))?(?: born)?(?: (?:on|
    in))?|
    (?:when|although|though|but|while)(?: (?:it|s?he|the \w+))? (?:is|was)(?: born)?(?: (?:on|
    in))?|(?:is|was) (?:really |actually )?(?:called|named|born(?: (?:on|in))?)|
    alors qu['’](?:il|elle) (?:s['’]appel\w+|est\w*)(?: née?)?|
    (?:il|elle) est(?: (?:née?(?: le| à| en)?|de sexe))?|
    en réalité(?: (?:c['’]est|il s['’]agit de))?|
    (?:kandi|ariko)(?: \w+){0,2}? (?:yaravutse|yavutse|yavukiye|ari|ni|yitwa)(?: ku\w*)?(?: i)?|
    на самом деле(?: это)?|(?:а|но) (?:он|она|это)(?: \w+)?|фактически|шын мәнінде|
    (?:бірақ|ал) (?:ол|дұрысы)?|негізінде|(?:lakini|bali|wakati) (?:\w+ )?(?:ni|kuwa|alizaliwa)|
    in Wirklichkeit|tatsächlich|sondern
    """
)
"""The same, where something says what is written now."""

INSTEAD = joined(
    r"""
    instead of|rather than|in place of|au lieu d[eu]|à la place d[eu]|aho kuba|aho kwandik\w{1,3}|
    mu mwanya wa|badala ya|вместо|statt|anstelle von|anstatt
    """
)
"""Between the two or before the first; which is which, the other cue says."""

NOT = joined(
    r"""
    (?:and|,) not|et non(?: pas)?|, pas|(?:,|a|а) не|na si|wala si|,? und nicht|,? nicht|si|
    ntabwo ari
    """
)
"""Behind what should be written, before what is."""

FROM_TO = (
    (r"\bfrom ", r" to "),
    (r"\bс ", r" на "),
    (r"\bde ", r" (?:à|en) "),
    (r"\bkutoka ", r" (?:hadi|kuwa|kwenda) "),
    (r"\bvon ", r" (?:auf|in|zu) "),
)
"""Around what is written, then what should be."""

BEHIND_WRONG = joined(
    r"""
    деп(?: (?:қате|бұрыс|дұрыс емес))? (?:жаз|көрсет|тұр|басыл|енгіз|тіркел)\w{0,12}|
    ,? (?:which|that|this) is (?:wrong|incorrect|false|not (?:right|true|correct))|
    ,? ce qui est (?:faux|inexact|incorrect|une erreur)|
    ,? (?:что|это) (?:неверно|неправильно|ошибка)|емес|
    (?:falsch|fälschlich) (?:eingetragen|geschrieben)
    """
)
"""Behind what is written now."""

BEHIND_CORRECT = joined(
    r"""
    (?:болуы|болу|деп жазылуы) (?:керек|тиіс|қажет)|деп түзет\w{0,8}|
    (?:heißen|lauten|sein) (?:muss|müsste|soll|sollte)
    """
)
"""Behind what should be written."""
