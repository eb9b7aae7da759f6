"""Words that carry grammar, not subject, in each language; written as `normalize` leaves them.

Question words and politeness are among them: they stand in every question and in no answer.
"""

from __future__ import annotations

_WORDS = {
    "en": """
        a about above after again all also am an and any are aren as at be because been before
        being below between both but by can cannot could couldn did didn do does doesn doing don
        done down during each else ever few for from further get got had has hasn have haven
        having he hello help her here hers herself hi him himself his how i if in into is isn it
        its itself just know let ll long many may me mean means might mine more most much must my
        myself need no nor not of off on once one only or other ought our ours ourselves out over
        own please re same shall she should so some such tell than thank thanks that the their
        theirs them themselves then there these they this those through to too under until up upon
        ve very want was we were what when where whether which while who whom whose why will with
        within without would you your yours yourself
    """,
    "sw": """
        ambao ambayo ambacho ambalo ambapo ambavyo ambaye ambazo asante au baada bila cha chake
        changu chenye chako gani hadi hapa hapo hata hayo haya hicho hii hiki hili hilo hivi hivyo
        hiyo hizi hizo hao hawa hawo huo huu huyo huyu huku humo ila ili ingawa ipi je juu kabla
        kabisa kama kati katika kila kimoja kisha kote ku kuhusu kupitia kutoka kuwa kwa kwamba
        kwake kwangu kwani kwanza kwenye kwenda la lake langu lako lakini lenye lini mbele me mimi
        mno moja mwao mwenye na naomba nani ndani ndiyo ndio ni nini nje ninahitaji nawezaje
        ninawezaje nina naweza ninaweza ninataka nataka nahitaji hao pa pale pamoja pia sana sasa
        si sisi tafadhali tu vipi vya vyake vyangu vyako vyenye wa wao wake wako wangu wapi wenye
        wewe wetu wote ya yake yako yangu yao yetu yenye yeye yeyote yupi yule zaidi za zake zako
        zangu zao zenye zetu ipo iko yapi zipi nifanye nifanyeje nifanyaje hakuna
        anapaswa anatakiwa anaweza inapaswa inaweza kinaweza kuweza linaweza mnaweza tunapaswa
        tunaweza unapaswa unaweza vinaweza wanapaswa wanaweza yanapaswa yanaweza zinapaswa
        zinaweza
    """,
    "rw": """
        b by cy ry bw kw mw tw nt k y z w aba abo aho ahubwo ako ari ariko arimo aya ayo ba bamwe
        bande bari bi biba bimwe bose buri bya byo byose bose byayo cy cya cyane cyangwa cyo cyose
        ese gute gusa gukora hagati hakurikijwe hari hasi haba hamwe hano hariya hehe ibi ibyo
        icyo iki ikihe iyi iyo izi izo igihe iyihe ibihe ibiki imbere inde ishobora ka kandi kg ki
        kigira kimwe ko ku kubera kuba kugeza kugira kuko kuri kuva kwa kwe mbere mu muri murakoze
        mwaramutse mwiriwe n na naho nabona nabonye ndashaka ndifuza nashobora nagira nakora nde
        ndetse ngo ni nibura nk nka nkaba nkeneye nta ntabwo nubwo nyuma nyir ry rya ryo ryose rw
        rwa rwo rwose se si sinshobora ta tw twa twe ubu ubwo uko umwe undi uwo uyu uwa w wa we
        wese y ya yo yose yaba z za ze zo zose bw bwa bwo mfite mwe njye jye njyewe bityo ate
        angahe ryari h ha ho hose icyakora nakwa
    """,
    "kk": """
        ал алайда арқылы асты ау ба бар барлық басқа бе бен бер беру бес биыл бізге біздің біз бір
        бірақ болады болатын болған болды болса болу болып бола бола бұл бұны бұның да дан де
        деген дейін демек ден деп диеді ғана ғой еді екен емес енді ең еш және же жоқ жүр жөнінде
        жөніндегі кез келген керек кейін кім кімге кімнің көп қажет қай қайда қайдан қалай қандай
        қанша қашан қою қояды ма маған ме мен менің мені менде мүмкін мына мынадай неге негізінде
        не немесе нені ненің несі нешеу неше о ол олар оларға олардың оны оның осы осындай отыр өз
        өзі өзге өзінің өте па пе пен рахмет сәлем сәлеметсіз сен сенің сияқты сол соң сонда
        сондай сондықтан сіз сізге сіздің та тағы тек тиіс тиісті туралы тұр ұшін үшін үстінде ше
        шейін шығар ыңғайлы әр әрбір әлде ғой етеді етіп етілген еткен ету жасау жасай аламын
        аламыз бола керекпін алам алуға айтыңызшы өтінемін үшін болмаса егер әрі бойынша т.б
    """,
    "ru": """
        а без более больше будет будто бы был была были было быть в вам вас ваш весь во вот все
        всегда всего всей всем всех всю вы где да даже для до должен должна должно его ее ей если
        есть еще же за здесь здравствуйте и из или им иметь их к каждый как какая каких какие
        какими какой каков какова какому какую каким кем когда кого ко кому который которого
        которой которые которых которая которое кто куда ли лишь либо между меня мне много могу
        может можете можно мой мои моя мое мы на над надо нам нас наш не него нее ней нельзя нет
        неё ни них но нужно нужен нужна нужны о об один он она они оно от очень перед по под
        пожалуйста после потом почему при про раз разве с сам свой свою своего своей свои сейчас
        скажите сколько со спасибо так также такой там те тем то тогда того тоже той только том
        тот ту тут ты у уже хочу хотел чего чей чем что чтобы чтоб эта эти это этого этой этом
        этот эту этих я является либо
    """,
    "de": """
        gemäss ab aber alle allem allen aller alles als also am an andere anderen anderer auch auf
        aus bei beim bin bis bist bitte bzw da damit dann danke darf das dass dasselbe dazu dein
        deine deiner dem den denn der derer des dessen dich die dies diese diesem diesen dieser
        dieses dir doch dort du durch ein eine einem einen einer eines einige einigen einmal er es
        etwas euch euer eure fur für gegen gehabt gewesen gibt hab habe haben hallo hat hatte
        hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist
        jede jedem jeden jeder jedes jene jenem jenen jener jetzt kann kannst kein keine keinem
        keinen keiner konnen können konnte könnte könnten lange machen man manche mehr mein meine
        meinem meinen meiner mich mir mit muss musst mussen müssen möchte nach nicht nichts noch
        nun nur ob oder ohne sehr sein seine seinem seinen seiner seit selbst sich sie sind so
        solche solchem solcher soll sollen sollte sondern sonst um und uns unser unsere unter viel
        viele vom von vor wahrend während wann war waren warum was weg weil weiter welche welchem
        welchen welcher welches wenn wer werde werden wie wieder wieviel will wir wird wirst wo
        wohin wollen wollte wurde wurden würde würden zu zum zur zwar zwischen über bekomme
        brauche muß wieso weshalb woher dürfen
    """,
    "fr": """
        à là a afin ai aie ainsi alors apres après as au aucun aussi autre autres aux avais avait
        avant avec avez avoir avons bien bonjour c ça car ce ceci cela celle celles celui ces cet
        cette ceux chaque ci comme comment d dans de depuis des dois doit donc dont du elle elles
        en encore entre es est et etait était étaient etc ete été etes êtes etre être eu eux fait
        faire fais faut faudra hors il ils j je jusqu jusque l la laquelle le lequel les
        lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme même merci mes
        moi moins mon n ne ni non nos notre nous on ont ou où par parce pas pendant peu peut
        peuvent peux plus plusieurs plait plaît pour pourquoi puis puisque puis quand que quel
        quelle quelles quels qu quelqu quelque quelques qui quoi s sa sans se sera seront ses si
        sinon soient sois soit sommes son sont sous suis sur t ta te tel telle tes toi ton tous
        tout toute toutes tres très tu un une unes uns votre vos vous voudrais veux vers voici
        voila y combien est-ce
    """,
}

STOP_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
