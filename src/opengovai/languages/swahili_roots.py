"""Roots of frequent Swahili verbs and stems of frequent nouns and adjectives, written by hand.

A verb's root is what stays when subject, tense, object, extensions and final vowel are taken off.
Forms of one root that ordinary rules do not join stand together, the key first: `amk/amsh` for
kuamka and kuamsha, `elimu/elimish` for elimu and kuelimishwa.
"""

from __future__ import annotations

VERBS = """
    abiri abudu/ibad ach achan achili adhibu/azibu/adhab adhimish/adhimu afik/afikian agiz
    ahidi/ahid ahirish aibik/aibish ajabu/ajabish ajiri amb ambat ambukiz amin/iman/amini
    amk/amsh amrish/amuru/amri amu anda/andam andaa/andali andik angali angami/angamiz angaz
    angu/anguk/angush anik anz/anzish apish/apa arifu/arif athiri/athirik/athar azimi badili
    badilish/badilik bagu bahati baini/bainish bak baki/bakiz bali bamb ban bandik bandu
    bariki bashiri bati/batili batilish beb bembelez bez bish bisha bomo/bomok boresh bud
    bughudhi buni burut buruz chafu/chafuk/chafush chagu chamb chambu changamk
    changany/changanyik changi chanj chanu chap chapish chek chelew/chelewesh chemk/chemsh
    chez/chezesh chimb chinj chipu/chipuk chochea chok/chosh chokoz chom chomek chonge chor
    chov chuj chukiz/chuki/chukiw chuku/chukuli chum chung chunguz chuny dadis dai dak damk
    dangany danganyik dhalilish dhamini/dhaman dhani dharau dhibiti/dhibit dhihaki dhihirish
    dhii dhofish/dhoofu dhulumu/dhulum/dhalim dhuru/dhar didimi didimiz dogesh dok dokez
    dondok/dondosh dum/dumish dumu dung egeme/egesh ele elek/elekez elew elewan elez
    elimu/elimish/taalum end enda endele/endelez endesh ene/enez epu/epuk/epush epukan faa
    fadhili fafanu fahamish fahamu/fahamik faidi/faidik fan/fanan fanik/fanikish/fanikiw
    fany/fanyik/fanyish fanyiz fariji fariki fasiri faul faulu fedhehesh feli fich fidi
    fiki/fikish fikiri/fikr/fikar finy firisi fuat/fuatili/fuatish/fuas fuch fufu/fufuk fug
    fuj fuk fukuz fum fumb fumbu fund fundish fung fungu/funguk funik funu funuk funz/jifunz
    furahi/furahish/furah furik fut futi fuz fyatu fyek fyonz gaiw gaw gawany gawanyik
    geuk/geuz ghadhabik ghairi gharimu/gharam/gharamu ghushi gom gomb gombani gombe gong
    gongan gotesh gund gundu gundulik gus gutuk guz habarish/habar haki hakiki/hakik hakikish
    hakir halalish halifu hamaki hamam hamasish hami/ham/hamish hang hangaik harakish/harak
    haramish haribu/haribik/harib hariri harishi hasi hasiri/hasar hatarish/hatar hem hepu
    hesabu heshimu hifadhi hiji himiz hisabu hisi hitaji/hitajik hitilafian hitim/hitimish
    hofu hoji hojian hong hubiri hudhuri hudumi/hudumu hujumu hukumu/hakim huni huri
    husu/hus/husik/husish hutubi huzunik/huzuni huzunish ib ibi ibuk/ibuz idhini idhinish ig
    igiz imarik/imarish imb inam/inamish ing/ingi/ingiz ingili inu/inuk/inush ish/ishi it
    itik/itiki jadili/jadal jali jami/jamii jang jaribu jas jaz jeng jengek jeruhi/jerah jib
    jibu jinai jitah jitahidi jitole jitum jiung joge jong juan juli julik/julish/jul jumlish
    jumuik jut juz kaa kab kabidhi kabili kadiri kagu kamat kami kamili/kamilish/kamilik
    kandamiz kanganyik kanush kany karabati karibi/karibish/karibu kariri
    kasirik/kasirish/kasiri kat/katik katali kataz kati katish kauk/kaush kawi kaz kej kem
    kemb ken keti kidhi kimbi/kimbili/kimbiz king kiri kirihi kithiri kiuk kod/kodish kog koho
    koko kom komaa kombo/kombolew komboa kome komesh kongam konyez kop/kopesh koro koroch
    koromu kos/kosa kosan kosek kosesh koso kosoa kote koz kubali/kubalik kubalian kumb
    kumbati kumbuk/kumbush kunj kunju kusany/kusanyik kusudi kut kutan kutanish kuw kuz
    kwam/kwamish kwangu kwaruz kwaz kwe kwep laani laghai lain lal/laz lalamik lamb landan
    laumu lazimu/lazimik/lazimish lea leg legez lel lemaa/lemaz lemew leng let leta letesh lev
    lew lim limbik lind lindan linganish/lingan lip/lipiz lipu/lipuk lok lomb long loweka luk
    lumban lung maan maanish maliz/malizik meny mez milik/milikish miling mulik muluk mwag
    nadhifish nadi najisi nakili nanga nasihi naw nawiri neem neemesh nen nenep nga ngamu
    ngangan ngar ngat ngo ngoj nongon nuk/nukish nun nungunik nunu/nunuli nus nusurik nusuru
    nyakuli nyamaz nyangany nyany nyanyas nyem nyenyeke nyes nyim nyo nyolew nyongony nyony
    nyook/nyosh nyw/nywesh nyweshelez oban oga/ogesh ogele ogop oke okek oko/okok okot
    omb/ombi omban ombole omole on onan ond ondo/ondok/ondosh ondole onekan onesh/onyesh ong
    onge ongez/ongezek ongoz onj ony orodhesh osh ote paa pachik pagaw pak pakat paki pakiz
    palili pamb pamban pambanu pambazuk pan pand pandikiz pandish pang pangish pangu
    panu/panuk pany papas paras paru pas pasish pasu/pasuk pat/patik patan patanish patiliz
    patwa pawa paz pek peke pekech pekej pekez pekua pelek/pelekesh pelelez pemb pend/pendez
    pendekez/pendekes pendele penz pepe pepes perus pet pig/pigw pigan pigani pik pim pimz
    pind pindish pindu/pinduk ping pinga/pinzan pishan pit/pitish/pis pitili pofu pok
    poke/pokele pokez pokony pole pomok pon/pony pond pong ponyok ponz por poromok posho
    potez/pote/potesh potosh/potok poz pukut puli puliz pum pumbaz pumu pumz/pumzik pung
    punguk/pungu/punguz puny puruk puuz rahisish/rahisi ramb rar raru ratibu rebu/reburuk
    refush regea/reje/rejesh/regez rejele rek rekebish rekodi remb ridhi/ridhik/ridhish/radhi
    ripoti rithi/rith/rithish/mirath rog ropok rubuni rudi/rudish ruhusu/ruhusish ruk/rush
    rundik rutubish ruzuk/riziki sababish/sabab sadiki/sadikish safi safiri/safirish/safar
    safish/safik sag sahau/sahaulik sahihish/sahihi said saidi/saidik saidian sail sailia
    sajili sak saki sali salimi/salimu salimish saliti samb sambaa/sambaz/sambar samehe/sameh
    sanif sarif sawazish sem/semekan semb semesh set setir shab shabihi shadidi
    shambuli/shambuliw shang shangaa/shangaz shangili shari shatak shauri/shaurian shawishi
    shehen sheherek sherehek shib/shibish shik/shikan shikili shikiz shind shindan shindiki
    shindilia shindu shindw shinikiz/shinikizw shiriki/shirikian shirikish sho shon
    shtaki/shitaki shtu/shtuk/shitu shughuli shughulik/shughulikish
    shuhudi/shuhudish/shahid/ushahid shuk/shush shukiz shuku shukuru shulish shup
    shurti/shurutish shutumu sib sibu sif/sifu sifi sigan sigin sih siki/sikili/sikiliz/sikiz
    sikitik/sikitish silimu simam/simamish simami/simamiz simang simik/simikw simuli sindan
    sindik/sindikiz singizi sinzi siri sisimk sisitiz sitaw sitiri sitish/sit sog/soge/sogez
    sokot som/somesh sond song/songesh songam sony sot staafu/staafish staajabu staarabik
    stahi stahiki stahili/stahilish stahimili starehe stawi/stawish subiri/subir subutu sug
    suguan sujudu suk sukuk sukum suluhish/suluhi sumbu/sumbuk sumish sunz surubi sus susi sut
    suz taabik tab tabibu tabiri tadhibi taf tafakari tafiti tafsiri tafun tafut tag tagh
    tahadhari/tahadharish taharuki tahayari tahini tahiri taj/tajw tajirik tak takas/takat
    takatifuz takish taliki tamaduni tamalaki taman tamani tamauk tamb tambaa tambaz tambik
    tambu/tambulik/tambulish tamk tanda tandik tang tangaa/tangaz tangaman tangany
    tanguli/tangu tani tano tanu/tanuk tap tapak/tapakaa tapany tapeli tapik tarabu
    taraji/tarajiw taruj tasfiri tasu tathmini tatiz tatu/tatulik tawadh tawal/tawaz
    tawany/tawanyik tawi taz tazam tazami teg tegeme tegu teguli tek teke tekelez/tekelezek
    teketez/teketek telek telekez telez temb tembe/tembelea tend/tendesh tendek
    teng/tengan/tenganish tenge tengenez/tengenek tengu tep tes/tesek/teso tet tetem/tetemek
    tetere teu/teul teuli tez thamini/thaman thawabish thibiti/thibitish/thibitik thubutu
    tibu/tabib/tibab tifu tii tik tikis timi/timiz timk timu ting tini tip tirik/tiririk
    tis/tish to tobo tofautish/tofautian/tofautik/tofauti tog tohar tok/toke/tokez tokome tole
    tolew tom tomas tong tongoz tor torok/torosh toroka tosh/toshelez toshek tov tow toz tozw
    tub tubu tufuk tuham tuhumu tuk tukan tuku/tukuz tukut tul/tuli/tuliz tum/tumw/tumikish
    tumai tumaini tumbu/tumbuk tumbuiz tumi/tumik tund tung tungu tunik tunuku tunz tup tutum
    tuz twang twez ugu ugulu uguz ukua ulizi/ulizw/uliz umb umbu umi/umiz umik umuk unda/und
    ung ungam/ungan/unganish ungu/unguz ungul unik uny uruhu utam uz uzuli vaa/valish vam
    vaman vami viak viharib vimb vinjari viring vizi vuj vuk/vush vuli vum vumbu vumili vun
    vund vung vuni vunj vunjik vur vurug vurumish vut/vutan vuti vuviw vuz vyaz wahi
    wajibik/wajibish wakilish wangal wasil wasili wasilian/wasilish waz wek/wekez wel
    wez/wezekan wezesh wiling wind wini winik wit yeyuk/yeyush yong yumb yumbish
    zaa/zali/zaliw/zalish zab zam/zamish zamiri zeek/zeesh zib/zibw zidi/zidish zidiw zidu
    zim/zimik zimi/zimish zind zindu/zinduk zing/zingi zingati zir ziwi zoe/zoez zoel zom zong
    zongez zozan zubai zugh zugu zuguk zui/zuil zuk zum zumi zunguk/zungush zungumz zur/zuru
    zurul zus zush zuz zuzu
"""

# With the prefixes of noun classes or none: toto is in mtoto, watoto, utoto. Also words that look
# like forms of some verb and are not: nyumba (house) is not of yumba (sway).
NOMINALS = """
    afisa afrika afya agosti aina ajili ajiriwa akili alama alhamisi alimu amani aprili arabu
    ardhi asilimia asubuhi aziri baadhi baba bado bahari baiskeli bakteria bandari barabara
    barakoa baraza barua baya bega benki biashara bidhaa bima binadamu bongo bunge chache
    chafya chakula/vyakula chama/vyama chanjo chanzo chembe cheo/vyeo cheti/vyeti china chini
    chombo/vyombo chuma chumba/vyumba chuo/vyuo dada daima dakika daktari dalili damu daraja
    dawa desemba dhahabu dhana dhidi dini dirisha dogo dole duka dunia ekundu elfu embamba
    epesi eupe eusi familia faransa februari fedha figo fungwa fupi futi ganda gari gazeti
    gereza gonjwa gumu guu haki hali hamiaji hasa hati hatima hatua hedhi hekima herufi hewa
    historia homa hospitali hoteli huduma huru idadi idara ijumaa inchi ingereza ingi ini
    islamu jamaa jambo/mambo jamii jana jane jani januari japani jerumani jeshi jicho jiji
    jiko/majiko jimbo jina jinga jino/meno jioni jirani joto jua jukumu julai jumamosi jumanne
    jumapili jumatano jumatatu jumbe jumla juni juu kaka kali kamati kampeni kampuni kanda
    kanisa kanuni karatasi karibuni karne kaskazini kata kate kawaida kazakhstan kazi kenya
    kesho kesi kiasi kichwa kifaa/vifaa kifafa kifo/vifo kifua kifungu/vifungu kiini/viini
    kijana/vijana kijiji/vijiji kikosi/vikosi kila kimbunga kiongozi/viongozi kipindi/vipindi
    kisa/visa kisiwa/visiwa kisukari kitabu/tabu kitengo/vitengo kiti/viti kitu/vitu
    kituo/vituo kiwango/viwango koa kodi kongwe kono kopo kosa kristo kubwa kuku kulia kuliko
    kumi kuna kundi kura kurugenzi kushoto kusini kuu laini lango lengo leo leseni ligi lishe
    lugha maabara maalum maana machi mada mafuta magharibi mahakama maisha maji makala malaria
    mali mama mamlaka mapafu marekani mashariki mawazo mazao mazingira mbali mbao mbegu mbele
    mbinu mbuzi mbwa mchana mdomo mei meli meza mfano/mifano mfumo/mifumo mfupa mgahawa mgongo
    mguu/miguu mifugo milioni mimba miongoni mita mji/miji mkataba/mikataba mke mkoa/mikoa
    mkono mkutano/mikutano mkuu mlango/milango moyo mpaka/mipaka mpango/mipango mpira/mipira
    mradi/miradi mshahara/mishahara mshtakiwa msingi msuli mtaa/mitaa mtihani/mitihani
    mtu/watu muda muhimu mujibu mume/waume muuguzi mvua mwaka/miaka mwana mwanamke/wanawake
    mwanaume/wanaume mwanga mwezi/miezi mwili/miili mwisho mzizi nafasi namba nambari nane
    nasheria nchi/nchini ndege ndoa ndugu nene neno ngombe ngono ngozi nguvu nimonia njia nne
    novemba nusu nyama nyota nyuma nyumba nywele oktoba paka pato pesa picha pikipiki pindi
    polisi posho protini pua pya rafiki raia rais raisi rangi rasilimali rasmi refu roho rusi
    rwanda saa salama samaki sanduku saratani sasa sawa sehemu seli sentensi septemba sera
    serikali shamba sheria shina shingo shirika shule siasa sichana sikio siku silaha simba
    simu siri sita skini soko somo swala swali taarifa taasisi tabia taifa takwimu talaka
    tandao tangu tano tanzania tarehe tatizo tatu tawi tembo tena tendo tiba timu tisa tishu
    toto treni tumbo tume tumwa tunda tupu ua uchumi uhuru ujauzito ukimwi ukoo/koo
    ukurasa/kurasa ukuta/kuta ulaya ulimi umbali ume umeme umma umoja umri uraia ushuru usiku
    uso/nyuso utaifa utamaduni uturuki uwanja uzazi virusi vitabu vulana wakati wanadamu wanja
    wanyama waraka wasiwasi wazi waziri wiki wilaya wili wimbo/nyimbo wizara zaidi zamani zao
    zawadi zazi zee ziada zima zito zoezi zuri
"""
