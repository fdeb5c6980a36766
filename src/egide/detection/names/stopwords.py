"""Words that never are a person's name by themselves, folded, in the seven languages of service messages."""

from typing import Final

from egide.detection.tagger.words import word_set

__all__ = ["CALENDAR", "NOT_NAMES", "PARTICLES", "PRONOUN_NAMES"]

PARTICLES: Final = word_set(
    "de du des d la le van der den von zu zum da do dos das di del della el al ben bin ibn ait st saint sainte ter ten op lo y af av mac mc o n m"
)
"""Small words inside a name: `Édouard de La Brosse`, `van der Heijden`, `O'Brien`, `N'Guessan`."""

_FRENCH = """etre avoir a ai as au aux avec avez avons c ce ces cet cette ceci cela ca chez ci comme comment d dans de des dont donc du elle elles en encore est et eu euh
 eux fait faire faut hier il ils j je jusqu l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni non nos notre nous on ont or ou oui par parce pas
 peu peut plus pour pourquoi pourrez pouvez puis qu quand que quel quelle quelles quels qui quoi rien s sa sans se sera ses si soit son sont sous suis sur t ta
 te tes toi ton tous tout toute toutes tres trop tu un une va vais vas veut veux via vient voici voila vont vos votre vous y etes etais etait sommes serai
 aujourd hui demain maintenant merci bonjour bonsoir salut coucou allo bjr bsr slt cc svp stp cordialement cdt cdlt bien bises bisous respectueusement sincerement
 madame monsieur mesdames messieurs mademoiselle mme mlle mr mrs ms docteur maitre professeur directeur directrice responsable service services client cliente
 clients clientele conseiller conseillere agent agente assistant assistante support equipe equipes technique commercial commerciale sav accueil urgent objet
 message demande sujet reference ref dossier contrat facture commande colis livraison numero num tel telephone portable mobile fixe email mail courriel adresse code
 postal ville pays nom prenom prenoms date naissance civilite titulaire compte rib iban bic banque carte solde virement prelevement paiement remboursement
 reclamation resiliation abonnement forfait box internet ligne fibre compteur releve index gaz electricite energie assurance sinistre devis mutuelle remboursements
 lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre euros euro eur
 appartement appt batiment bat etage escalier porte residence rue avenue av boulevard bd place allee chemin impasse route quai cours cedex
 ok oups alors apres attention aucun aucune aussi autre avant beaucoup bravo car ceux chaque cher chere chers cheres ces depuis deja des desole desolee deux
 enfin ensuite entre hello hi dear ici impossible je joint ainsi ayant malgre marre mail messieurs moi bonne bon bonnes belle journee soiree fete fetes weekend nb ps
 pj piece pieces premier premiere suite sachant selon sauf super toujours trois usager usagere visiteur voir vu vue vos votre ticket tva ttc siret siren sarl sas sa
 sasu eurl sci scp caf cpam mdph ccas edf gdf grdf enedis sncf ratp sfr cni nir rio pdl prm pce pto wifi sms mms tv pc usb imei rgpd cnil cgv url pdf nan
 diese etoile asterisque cadet general ministere mairie prefecture tribunal hopital clinique ecole lycee college universite syndicat association societe entreprise magasin boutique agence
 fils fille mari femme epouse epoux mere pere frere soeur enfant enfants maman papa bebe fils gendre neveu niece tante oncle cousin cousine voisin voisine ami amie
 enceinte malade perdu perdue inquiet inquiete content contente locataire proprietaire retraite retraitee etudiant etudiante salarie salariee abonne abonnee
 adherent adherente assure assuree beneficiaire souscripteur signature mandat envoye recu recue svp cordiales salutations distinguees sentiments meilleurs
 impots fiscal fiscale permis passeport identite sejour titre visa assistance information informations question questions reponse probleme incident panne
 toutefois cependant pourtant effectivement certes bref perso pro nouveau nouvelle ancien ancienne actuel actuelle samedi noel paques toussaint ete hiver
 vacances anniversaire mariage deces divorce nationalite francais francaise ha ah oh eh hein ben bah bof lol mdr ptdr tkt wtf rdv cad etc cf idem ttes ts tt
 pardon excusez excuse desole trema accent maire juge greffier president presidente prefet ministre notaire avocat avocate medecin infirmier infirmiere facteur livreur livreuse technicien technicienne
 gardien gardienne caissier caissiere vendeur vendeuse pharmacien chauffeur conducteur controleur gerant gerante tuteur tutrice curateur curatrice expert
 mecontent mecontente decu decue furieux furieuse injoignable agressif agressive fachee enerve enervee insatisfait insatisfaite satisfait satisfaite fendu fendue
 fele felee abime abimee defectueux defectueuse inutilisable introuvable perimee brisee rayee etonne etonnee choquee plz aesh vertragsnummer kennzeichen
 appel appels rappel rappeler entrant sortant signale envoie envoi clte clt cl adh pax resp sin veh"""

_OTHERS = """i you he she it we they me my mine your his her our their this that these those the a an and or but if of in on at to from for with by as is are was were be been am
 do does did have has had will would can could should may might must not no yes please thanks thank hello hi hey good morning afternoon evening sir dear regards best kind
 sincerely yours faithfully wishes cheers team customer account number order invoice card bank phone subject street road avenue monday tuesday wednesday thursday friday
 saturday sunday june august january february march april may  july  september october november december sorry just also very still now today tomorrow yesterday what when
 where why how who which there here ich du er sie es wir ihr mein meine meinen meiner dein ihre ihren ihrem unser der die das den dem des ein eine einen einem einer und oder
 aber wenn weil dass ist sind war waren bin habe haben hat hatte wird werden wurde kann konnen mochte bitte danke dank vielen guten tag morgen abend hallo grusse grussen
 freundlichen freundliche herr herrn frau sehr geehrte geehrter geehrten damen herren liebe lieber mit fur von vom zu zum zur auf aus bei nach im am an ist nicht kein keine
 auch noch schon nur hier dort heute gestern morgen wie was wann wo warum wer kundennummer rechnung vertrag konto karte bank betreff nachricht telefon anschrift strasse
 montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april mai juni juli  september oktober november dezember
 yo tu el ella usted ustedes nosotros mi mis su sus un una unos unas los las y o pero si porque que es son era fue soy estoy esta estan ha he han hay no ni muy mas ya
 gracias hola buenos buenas dias tardes noches estimado estimada estimados saludo saludos atentamente cordiales senor senora don dona por para con sin sobre en del al
 pedido factura cuenta tarjeta banco numero telefono direccion calle asunto mensaje lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo
 junio  agosto septiembre octubre noviembre diciembre cuando donde como quien ayer hoy manana nacionalidad
 io lui lei noi voi loro mio mia miei tuo suo sua il lo la i gli le uno un una e o ma se perche che di a da in con su per tra fra del della dei delle dal alla al nel
 sono sei e siamo siete ho hai ha abbiamo hanno non si molto piu grazie ciao salve buongiorno buonasera gentile gentili egregio spettabile cordiali saluti distinti
 signor signora ordine fattura conto carta banca numero telefono indirizzo via oggetto messaggio lunedi martedi mercoledi giovedi venerdi sabato domenica gennaio febbraio
 aprile maggio giugno luglio agosto settembre ottobre novembre dicembre quando dove come chi ieri oggi domani
 ik jij je hij zij ze wij we jullie u mijn jouw uw zijn haar ons onze hun de het een en of maar als omdat dat dit die deze is zijn was waren ben heb hebt heeft hebben had
 wordt kan kunnen wil graag niet geen wel ook nog al hier daar alvast bedankt dank hallo hoi goedemorgen goedemiddag goedenavond geachte beste groet groeten vriendelijke met
 heer mevrouw meneer dhr mevr voor van op aan uit bij naar in te om door over onderwerp bericht bestelling factuur rekening kaart bank nummer telefoon adres straat maandag
 dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december wat wanneer waar waarom hoe wie
 eu ele ela nos vos eles meu minha meus minhas teu seu sua o os as um uma uns umas e ou mas se porque que de do da dos das em no na nos nas por pelo pela com sem para ao
 sou estou esta sao era foi tenho tem temos nao sim muito mais ja obrigado obrigada ola bom boa dia tarde noite caro cara prezado prezada cumprimentos atenciosamente melhores
 senhor senhora encomenda fatura conta cartao banco numero telefone morada rua assunto mensagem segunda terca quarta quinta sexta sabado domingo janeiro fevereiro 
 abril maio junho julho agosto setembro outubro novembro dezembro quando onde como quem ontem hoje amanha iphone samsung android windows firefox chrome google facebook
 instagram whatsapp twitter youtube linky paypal visa mastercard amex bank card"""

_PLAIN = """koi kwa koa pkoi viuva viuvo vedova vedovo viuda viudo witwe witwer weduwe nascimento nacimiento nascita geboorte geburt falecido falecida fallecido fallecida
 deceduto deceduta verstorben overleden portal portail sushi sushis
 mediateur mediatrice defenseur recteur proviseur doyen commissaire inspecteur inspectrice procureur contentieux comptable accounts payable receivable billing department office
 gruse grus grusen tlm tlf tfno telf lidnummer meternummer klantnummer bestelnummer polisnummer pincode rijbewijs datum geb segnalazione reclamacao reclamacion niss nuss svnr cups sanitaria sanitario egregio egregia
 spett spettabile exmo exma exmos exmas gruss grusse geburtsdatum hipoteca contrasena postleitzahl hausnummer passwort zahlpunkt apolice matricola protocollo contatore targata quijote hiya zusendung steuernummer
 burgermeister burgermeisterin oberburgermeister prasident prasidentin direktorin schulleiter administrador administradora direttore direttrice sindaco burgemeester diretor diretora amministratore
 abbestellt gekundigt lavadora lavatrice waschmaschine wasmachine frigorifico kuhlschrank koelkast spulmaschine fahrkarte
 login logins ean gtin isbn somos rijksregisternummer burgerservicenummer helpdesk alone mtn ajd jsp dsl bcp pcq tjr tjrs pb msg vrmt quai dock pier"""

# German writes every noun with a capital, where other languages write names.
_GERMAN_NOUNS = """ruckruf ruckmeldung antwort anfrage lieferung lieferant kundigung zahlung uberweisung gutschrift mahnung storno stornierung reklamation umtausch ruckgabe ruckerstattung
 erstattung ruckzahlung heizung heizkorper fernseher waschmaschine kuhlschrank storung anschluss leitung router zahler zahlerstand strom wasser techniker termin uhrzeit stunde stunden
 woche wochen monat monate jahre betrag preis preise kosten raten frist angebot versicherung unfall schaden fahrzeug buchung zimmer koffer gepack paket sendung nachlieferung
 offnungszeiten filiale kundin mitarbeiter mitarbeiterin kollege kollegin krankenhaus bescheinigung nachweis unterlagen kopie formular internet gesprach beschwerde einspruch widerspruch
 mutter vater schwester bruder tochter sohn tante oma opa enkel enkelin nichte neffe nachbar zugang passwort benutzername geburtsdatum wohnung umzug mieter vermieter nachbarin abo abonnement tarif grundgebuhr gerat gerate bestellnummer lieferadresse rechnungsadresse"""

NOT_NAMES: Final = word_set(_FRENCH) | word_set(_OTHERS) | word_set(_GERMAN_NOUNS) | word_set(_PLAIN)

CALENDAR: Final = word_set(
    """noel paques toussaint mars avril mai juin juillet aout janvier samedi lundi ete mercredi jeudi vendredi dimanche april may june august abril domingo mayo ami cousin neveu oncle maire
    pretre bebe fleur facteur chauffeur gardien page boucher cadet voisin mas dias"""
)
"""Words of the calendar, kinship and trades that are also names: read as one only after a strong cue, or with a capital after a given name."""

PRONOUN_NAMES: Final = word_set("ella mia mei nur an bon ben lei come hui mari ela sem si ma")
"""Small words of another language that are also names: read as one only after a strong cue and with a capital."""
