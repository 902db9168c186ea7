"""Speech that is neither English nor Chinese, told by its script or by its commonest words."""

from __future__ import annotations

import re

_SCRIPTS = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
"""Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, kana and Hangul."""
_COMMONEST = """
je suis est pas vous nous avec pour dans les des une
ouvre ouvrez ferme fermez fenêtre fenetre bonjour merci voiture salut ça comment quelle
la le te du au moi plaît plait allume allumez éteins mets musique chauffage maison
ich bin ist nicht sie wir mit für fuer und das der die ein eine
bitte danke mach fenster auto heizung guten wie geht öffne oeffne schalte
kannst du anmachen ausmachen es draußen drinnen auf mir uns zu mein dein musik kalt hause
estoy está esta por favor gracias hola ventana coche abre abrir cierra cómo como qué tengo frío calor el los las una muy
quiero ir casa ponme pon música mi al
sono sei siamo grazie ciao finestra apri aprire chiudi macchina buongiorno che fa freddo caldo per il lo gli
finestrino favore accendi spegni musica vorrei
você voce obrigado obrigada janela carro olá não nao estou muito abra feche
ik ben niet een het raam dank alsjeblieft goedemorgen hoe gaat zet doe
otwórz zamknij okno proszę jest mi zimno gorąco
"""
"""Of French, German, Spanish, Italian, Portuguese, Dutch and Polish."""
_SHARED = "die das per como auto a i is in on an by so no me to do est"
"""Words of the list, or of English, that prove nothing."""
_WORDS = frozenset(_COMMONEST.split()).difference(_SHARED.split())
_LETTERS = re.compile(r"[^\W\d_]+")


def is_foreign(text: str) -> bool:
    """Whether a text is in a third language: any letter of another script, or mostly words of one that English has not."""
    if len(_SCRIPTS.findall(text)) >= 2:
        return True
    words = [word.lower() for word in _LETTERS.findall(text)]
    known = sum(word in _WORDS for word in words)
    return known >= 2 and known * 2 >= len(words)
