"""What fills the generated messages beside names: civilities, units, streets, firms, shapes of numbers. Written for this project."""

# ruff: noqa: SIM905 - lists of words and of short phrases read better in a row

CIVILITIES = {
    "fr": "M.|Mme|Mme|Monsieur|Madame|Mlle|Mr|M|monsieur|madame|mme|Dr|Mr.|Mme.|Mademoiselle|Me".split("|"),
    "en": "Mr|Mrs|Ms|Mr.|Mrs.|Miss|Dr".split("|"),
    "de": "Herr|Frau|Dr.|Herr Dr.|Frau Dr.".split("|"),
    "es": "señor|señora|Sr.|Sra.|don|doña".split("|"),
    "it": "signor|signora|Sig.|Sig.ra|dott.|Dott.ssa".split("|"),
    "nl": "meneer|mevrouw|dhr.|mevr.|de heer".split("|"),
    "pt": "senhor|senhora|Sr.|Sra.|D.|Dr.".split("|"),
}
AGE_UNITS = {
    "fr": "ans",
    "en": "years old",
    "de": "Jahre",
    "es": "años",
    "it": "anni",
    "nl": "jaar",
    "pt": "anos",
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
NUMBERS = (
    "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante"
    "|soixante"
).split("|")
WORD_NUMBERS = (
    "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante"
    "|soixante|soixante-dix|quatre-vingts|quatre-vingt-dix|quatre-vingt-un|trente-deux|quarante-sept|vingt et un|cent|mille"
).split("|")
STREET_KINDS = {
    "fr": "rue|rue|rue|avenue|av.|boulevard|bd|place|pl.|allée|chemin|impasse|route|quai|cours|square|passage|r.|lotissement|résidence|hameau".split(
        "|"
    ),
    "en": "Street|Road|Lane|Avenue|Close|Drive|Terrace|Gardens|Way|Court|St|Rd".split("|"),
    "de": "straße|weg|platz|allee|gasse|str.".split("|"),
    "es": "Calle|Avenida|Plaza|C/|Paseo|Avda.".split("|"),
    "it": "via|viale|piazza|corso|vicolo|Via".split("|"),
    "nl": "straat|laan|weg|plein|kade|singel".split("|"),
    "pt": "Rua|Avenida|Praça|Travessa|Largo|R.".split("|"),
}
COMPLEMENTS = (
    "bâtiment B|bât. A4|3e étage|appt 41|apt 203|esc. 2|porte 12|étage 4|chambre 218|BP 12|boîte 17|résidence Les Amandiers"
    "|Villa « Les Cigales »|lieu-dit Le Bourg|1er étage gauche|appartement 5|hall C"
).split("|")
PLACES = (
    "agence de {EC}|magasin de {EC}|gare de {EC}|hôpital de {EC}|CHU de {EC}|clinique de {EC}|mairie de {EC}|CCAS de {EC}"
    "|préfecture de {EC}|boutique {EC}|lycée {PUB}|clinique {PUB}|hôpital {PUB}"
).split("|")
FIRM_FORMS = (
    "{S} & Fils|{S} et Fils|Garage {S}|garage {S}|SARL {S}|SAS {S}|Boulangerie {S}|pharmacie {S}|Cabinet {S}|Transports {S}"
    "|Établissements {S}|Maison {S}|Plomberie {S}|{S} Automobiles|{S} Immobilier|Taxi {G}|Chez {G}|{G} Coiffure|Restaurant {G}"
    "|Laboratoire {S}|{S} Frères|{S} SA|agence {S}|Auto-école {S}"
).split("|")
SYLLABLES = (
    "ba|be|bo|bri|ca|che|cho|da|del|di|do|dra|fa|fe|ga|go|gra|ha|ho|ja|jo|ka|ke|ko|la|le|lo|lu|ma|me|mi|mo|na|ne|ni|no|oua|pa|pe"
    "|pi|po|qui|ra|re|ri|ro|sa|se|si|so|ta|te|ti|to|tou|va|ve|vi|vo|wa|ya|ye|zo|za|ndi|mba|nko|tra|ska|wi|cz"
).split("|")
ENDINGS = "n|t|s|rd|ux|l|z|nt|nd|ski|ic|ov|ez|es|a|o|i|ou|ard|eau|ault|ier|in|on|y|ou|é|elle|otte|ane|oku|ira|anga|tchi".split(
    "|"
)
PHONES = "06 39 98 ## ##|0639 98 ####|+33 6 39 98 ## ##|01.99.00.##.##|04 65 71 ## ##|0261 91 ## ##|+49 30 23125 ###|06-39-98-##-##".split(
    "|"
)
REFERENCES = (
    "########|AA-####-##|#### ### ###|CMD-####-##|A#A#AA|##-###-####|AAA/####/##|#|####|AA###AA|2026-#####|#AA#".split(
        "|"
    )
)
ACCOUNTS = "NovaMobile|EnerVive|BanqueAlpine|VolTropic|BrikoLand|RailExpressFR|OrangeConseil|SoleilTelecom|SNCFConnect|LaPoste".split(
    "|"
)
COMPLAINTS = (
    "ma ligne est coupée|je veux résilier|le colis est perdu|c'est pour une facture|j'ai un problème de box"
    "|on m'a prélevé deux fois"
).split("|")
SENSITIVE = {
    "H": "HEALTH",
    "B": "BELIEF",
    "O": "ORIGIN",
    "X": "SEXUAL",
    "OF": "OFFENCE",
    "FI": "FINANCE",
}
