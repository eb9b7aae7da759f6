"""Names of the months in seven languages, as they stand in dates (CLDR 46, format forms)."""

from __future__ import annotations

_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
mutarama gashyantare werurwe mata gicurasi kamena nyakanga kanama nzeri ukwakira ugushyingo ukuboza
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
januar februar märz april mai juni juli august september oktober november dezember
jänner februar maerz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
"""

# Kazakh puts the case ending at the month: 4 наурызда, 4 наурыздағы, 4 наурызынан.
_ENDINGS = ("", *(e + f for e in ("да", "де", "та", "те", "нда", "нде") for f in ("", "ғы", "гі")))

MONTHS = {
    name + ending: number
    for line in _NAMES.strip().splitlines()
    for number, name in enumerate(line.split(), start=1)
    for ending in (_ENDINGS if line.startswith("қаңтар") else ("",))
}
"""1 to 12 by name, in lower case."""
