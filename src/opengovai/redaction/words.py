"""Context words that several countries share, by family, in all seven languages.

A family's words are what people write beside such a number; `*` ends a stem.
"""

from __future__ import annotations

from opengovai.redaction.identifiers import COUNTER, listed

SHARED: dict[str, tuple[str, ...]] = {
    "identity": listed(
        "id, ids, identity, identity card, id card, national id, id number, nid, "
        "identification, kitambulisho, vitambulisho, utambulisho, kipande, indangamuntu, "
        "irangamuntu, ikarita ndangamuntu, ndangamuntu, куәлік*, куәлігі*, "
        "куәлігін*, удостоверени*, удостоверение личности, документ*, ausweis*, "
        "personalausweis*, identitätsnummer*, ausweisnummer*, carte d identité, identité, "
        "cni, pièce d identité, identifiant*"
    ),
    "passport": listed(
        "passport, passports, pasipoti, hati ya kusafiria, pasiporo, pasiporte, urwandiko "
        "rw inzira, төлқұжат*, паспорт*, загранпаспорт*, pass, reisepass*, passnummer*, "
        "passes, passeport*"
    ),
    "tax": listed(
        "tax, taxpayer, tin, vat, pin, kodi, ushuru, mlipakodi, umusoro, imisoro, salық*, "
        "салық*, налог*, ндс, steuer*, ust, umsatzsteuer*, fiscal, fiscale, impôt*, tva, "
        "contribuable"
    ),
    "health": listed(
        "health, insurance, medical, hospital, patient, bima, afya, hospitali, mgonjwa, "
        "ubwisungane, ubuzima, mituelle, mutuelle, ibitaro, umurwayi, денсаулық, "
        "сақтандыру, емхана*, страхов*, полис*, медицин*, пациент*, kranken*, "
        "gesundheit*, versicher*, patient*, santé, assurance, maladie, vitale"
    ),
    "social": listed(
        "social, pension, social security, nssf, ssn, pensheni, hifadhi ya jamii, "
        "pansiyo, зейнетақы*, әлеуметтік, пенсион*, снилс, renten*, sozial*, sécurité "
        "sociale, retraite, sécu, nir"
    ),
    "licence": listed(
        "licence, license, driving, driver, drivers, leseni, udereva, dereva, uruhushya, "
        "gutwara, perimi, жүргізуші*, водительск*, права, führerschein*, fahrerlaubnis*, "
        "permis, conduire"
    ),
    COUNTER: listed(
        "act, law, section, article, gazette, notice, regulation, regulations, case, "
        "petition, appeal, suit, invoice, receipt, ticket, reference, ref, order, page, "
        "version, budget, amount, fee, fees, paid, total, kes, ksh, kshs, shillings, usd, "
        "frw, rwf, francs, eur, euro, euros, gbp, tzs, ugx, kzt, rub, population, votes, "
        "form, file, sheria, kifungu, kesi, ada, shilingi, malipo, risiti, bajeti, "
        "ukurasa, itegeko, ingingo, urubanza, amafaranga, igiciro, urupapuro, iteka, "
        "заң*, бап*, бабы*, тармақ*, теңге*, тенге*, бұйрық*, түбіртек*, сома*, закон*, "
        "стать*, пункт*, дел*, приказ*, постановлени*, рубл*, руб, сумм*, квитанци*, "
        "счет*, счёт*, стоимост*, gesetz*, artikel, paragraf, absatz, abs, aktenzeichen, "
        "az, rechnung*, gebühr*, betrag, vorgang*, bgbl, drucksache, seite, loi, alinéa, "
        "décret, arrêté, dossier, facture, montant, frais, reçu, affaire"
    ),
}
