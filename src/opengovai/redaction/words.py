"""Context words that several countries share, by family, in all seven languages.

A family's words are what people write beside such a number; `*` ends a stem.
"""

from __future__ import annotations

from opengovai.redaction.context import COUNTER
from opengovai.redaction.identifiers import listed

SHARED: dict[str, tuple[str, ...]] = {
    "identity": listed(
        "id, ids, idno, identity, identity card, id card, national id, id number, nid, "
        "identification, "
        "kitambulisho, vitambulisho, utambulisho, kipande, "
        "indangamuntu, irangamuntu, ndangamuntu, "
        "куәлік*, куәлігі*, "
        "удостоверени*, уд, удл, "
        "ausweis*, personalausweis*, identitätsnummer*, perso, "
        "identité, cni, cin, identifiant*"
    ),
    "passport": listed(
        "passport, passports, pasipoti, hati ya kusafiria, pasiporo, pasiporte, "
        "urwandiko rw inzira, төлқұжат*, паспорт*, загранпаспорт*, "
        "pass, reisepass*, passnummer*, passnr, passes, passeport*"
    ),
    "tax": listed(
        "tax, taxpayer, tin, vat, pin, kodi, ushuru, mlipakodi, umusoro, umusoreshwa, imisoro, "
        "салық*, налог*, ндс, steuer*, ust, umsatzsteuer*, ustid*, fiscal, fiscale, impôt*, tva, "
        "contribuable"
    ),
    "health": listed(
        "health, insurance, medical, hospital, patient, bima, afya, hospitali, mgonjwa, "
        "ubwisungane, ubwishingizi, ubuzima, mituelle, mutuelle, ibitaro, umurwayi, "
        "денсаулық*, сақтандыру*, емхана*, страхов*, полис*, медицин*, пациент*, "
        "kranken*, gesundheit*, versicher*, patient*, santé, assurance, maladie, vitale"
    ),
    "social": listed(
        "social, pension, social security, nssf, rssb, ssn, pensheni, hifadhi ya jamii, pansiyo, "
        "soz, soz vers, sozvers, зейнетақы*, әлеуметтік, пенсион*, снилс, renten*, sozial*, sv, "
        "sécurité sociale, retraite, sécu, nir"
    ),
    "licence": listed(
        "licence, license, driving, driver, drivers, leseni, udereva, dereva, "
        "uruhushya, gutwara, perimi, жүргізуші*, водительск*, "
        "führerschein*, fahrerlaubnis*, permis, conduire"
    ),
    COUNTER: listed(
        "act, law, section, article, gazette, notice, regulation, regulations, case, petition, "
        "appeal, suit, invoice, receipt, ticket, page, version, budget, amount, fee, fees, "
        "total, tender, contract, complaint, box, firmware, slip, permit, bill, code, "
        "control number, control, reference, ref, tracking, booking, serial, meter, "
        "kes, ksh, kshs, sh, shillings, usd, frw, rwf, francs, eur, euro, euros, gbp, tzs, ugx, "
        "kzt, rub, population, votes, "
        "sheria, kifungu, kesi, ada, shilingi, malipo, risiti, stakabadhi, bajeti, ukurasa, slp, "
        "s l p, mkataba, kibali, zabuni, malalamiko, "
        "itegeko, ingingo, urubanza, amafaranga, igiciro, urupapuro, iteka, inyemezabwishyu, "
        "fagitire, dosiye, irembo, "
        "заң*, бап*, бабы*, тармақ*, теңге*, тенге*, тг, бұйрық*, түбіртек*, сома*, өтініш*, "
        "закон*, стать*, пункт*, дел*, приказ*, постановлени*, рубл*, руб, сумм*, квитанци*, "
        "стоимост*, обращени*, заявк*, заявлени*, "
        "quittung*, antragsnummer, "
        "gesetz*, artikel, paragraf, absatz, abs, aktenzeichen, az, rechnung*, gebühr*, betrag, "
        "vorgang*, vorgangsnummer, bgbl, drucksache, seite, aktennummer, "
        "loi, alinéa, décret, arrêté, dossier, facture, montant, frais, reçu, affaire, quittance, "
        "réclamation, demande, référence, réf"
    ),
}
