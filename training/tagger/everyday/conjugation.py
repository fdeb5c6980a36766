"""The usual forms of regular verbs in Spanish, Portuguese, Italian, German and Dutch.

Ordinary texts in these languages are few among the sources, and a verb after a cue ("mi marido llamó") is not a name.

Example:
    >>> forms("es", "ar", "llamar")[:4]
    ['llamar', 'llamo', 'llamas', 'llama']
"""

from typing import Final

__all__ = ["forms"]

_ENDINGS: Final = {
    ("es", "ar"): "ar o as a amos áis an é aste ó amos asteis aron aba abas ábamos aban aré ará aremos arán aría arían ado ada ados adas ando e es emos en ase aran ara arlo arle arme arse arlos",
    ("es", "er"): "er o es e emos éis en í iste ió imos isteis ieron ía ías íamos ían eré erá eremos erán ería erían ido ida idos idas iendo a as amos an iera ieran erlo erle erme erse",
    ("es", "ir"): "ir o es e imos ís en í iste ió isteis ieron ía ías íamos ían iré irá iremos irán iría irían ido ida idos idas iendo a as amos an iera ieran irlo irle irme irse",
    ("pt", "ar"): "ar o as a amos ais am ei aste ou ámos aram ava avas ávamos avam arei ará aremos arão aria ariam ado ada ados adas ando e es emos em asse armos arem",
    ("pt", "er"): "er o es e emos eis em i este eu eram ia ias íamos iam erei erá eremos erão eria eriam ido ida idos idas endo a as amos am esse ermos erem",
    ("pt", "ir"): "ir o es e imos is em i iste iu iram ia ias íamos iam irei irá iremos irão iria iriam ido ida idos idas indo a as amos am isse irmos irem",
    ("it", "are"): "are o i a iamo ate ano ai asti ò ammo aste arono avo avi ava avamo avano erò erà eremo eranno erei erebbe ato ata ati ate ando ino assi asse armi arlo arla",
    ("it", "ere"): "ere o i e iamo ete ono ei esti é emmo erono evo evi eva evamo evano erò erà eremo eranno erei erebbe uto uta uti ute endo a ano essi esse ermi erlo erla",
    ("it", "ire"): "ire o i e iamo ite ono isco isci isce iscono ii isti ì immo irono ivo ivi iva ivamo ivano irò irà iremo iranno irei irebbe ito ita iti ite endo a ano isca issi isse irmi irlo irla",
    ("de", "en"): "en e st t et te test ten tet end",
    ("nl", "en"): "en t te ten de den end",
}  # fmt: skip
_PREFIXES: Final = {"de": "ge", "nl": "ge"}


def forms(language: str, ending: str, verb: str) -> list[str]:
    """Write the forms of one verb.

    Args:
        language: Two letters.
        ending: The ending of its infinitive, which is its class.
        verb: The infinitive.

    Returns:
        The infinitive first; spelling changes of the stem are left out, and so are irregular forms.
    """
    stem = verb.removesuffix(ending)
    written = [stem + each for each in _ENDINGS[language, ending].split()]
    if language in _PREFIXES:
        written += [f"{_PREFIXES[language]}{stem}{'t' if language == 'de' else 'd'}"]
    return written
