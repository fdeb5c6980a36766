"""Words that fill the generated messages, by language: names, towns, streets, brands, public figures. Written for this project."""

GIVEN = {
    "fr": """Marie Jean Pierre Michel André Philippe Nathalie Isabelle Sylvie Catherine Martine Christine Françoise Valérie Sandrine Véronique
        Stéphanie Céline Sophie Chantal Anne Julie Aurélie Émilie Laetitia Camille Léa Manon Chloé Inès Jade Louise Alice Emma Lina Rose Anna Mila
        Ambre Julia Romane Agathe Jeanne Nina Lou Zoé Léna Juliette Margaux Clara Lucie Mathilde Pauline Charlotte Marion Justine Mélanie Élodie
        Gabriel Raphaël Léo Louis Lucas Adam Arthur Jules Hugo Maël Noah Paul Nathan Gabin Sacha Tom Ethan Mathis Théo Enzo Clément Maxime Antoine
        Alexandre Thomas Nicolas Julien Quentin Kevin Florian Romain Benjamin Guillaume Sébastien Jérôme Frédéric Laurent Christophe Olivier Éric
        Thierry Pascal Patrick Didier Bruno Gilles Alain Bernard Gérard Daniel Jacques Serge Yves Roger Robert René Marcel Lucien Raymond Georges
        Maurice Henri Fernand Gaston Albert Émile Eugène Simone Odette Ginette Paulette Yvette Huguette Denise Jacqueline Monique Josiane Colette
        Nicole Danielle Michèle Brigitte Annie Évelyne Régine Arlette Lucette Solange Gisèle Yvonne Germaine Suzanne Madeleine Thérèse Bernadette
        Jean-Luc Jean-Pierre Jean-Claude Jean-Marc Marie-Claude Marie-Christine Anne-Marie Anne-Sophie Marie-Laure Pierre-Yves Jean-François
        Marie-Noëlle Jean-Baptiste Louis-Marie Anne-Laure Marie-Josée Jean-Philippe Maëlle Gwenaëlle Yannick Erwan Tanguy Loïc Gaël Ronan Nolwenn
        Enora Ewan Armelle Solenn Corentin Tristan Bastien Rémi Cédric Ludovic Fabien Grégory Damien Mickaël Jonathan Jérémy Anthony Dylan Jordan
        Steven Brandon Killian Kenzo Timéo Lenny Mathéo Lorenzo Nolan Malo Eliott Augustin Victor Basile Achille Félix Oscar Marius Côme Anatole
        Violette Capucine Garance Apolline Héloïse Constance Victoire Hortense Blanche Clémence Prune Olympe Marguerite Églantine Perrine Faustine
        Mireille Ghislaine Maryse Joëlle Viviane Liliane Éliane Noëlle Nadine Corinne Pascale Laurence Florence Karine Carole Delphine Virginie""",
    "world": """Mohamed Ahmed Karim Rachid Mustapha Youssef Mehdi Yassine Bilal Samir Farid Nabil Hicham Omar Ali Hassan Hamid Brahim Abdelkader Abdel
        Fatima Khadija Aïcha Samira Nadia Leïla Yasmine Amina Malika Zineb Hanane Soraya Farida Sabrina Naïma Rachida Fatiha Ouarda Djamila Safia
        Mamadou Moussa Ousmane Ibrahima Abdoulaye Cheikh Amadou Boubacar Seydou Souleymane Modibo Issa Lamine Sekou Bakary Drissa Alassane Idrissa
        Fatoumata Aminata Mariam Awa Kadiatou Oumou Aïssata Rokia Djénéba Bintou Hawa Ramata Assetou Coumba Ndeye Khady Astou Maïmouna Adama Sira
        Kofi Kwame Kouadio Koffi Yao Aya Akissi Adjoua Amenan Affoué Chinedu Oluwaseun Ngozi Adaeze Emeka Tunde Folake Nneka Chiamaka Ifeoma
        Thi Minh Linh Huong Nguyet Tuan Dung Quang Hoang Phuong Trang Lan Mai Anh Duc Thanh Xuan Bao Khanh Vy Ngoc Hai Trung Wei Li Jun Xiaoming
        Mei Yan Hui Jing Fang Lei Yuki Haruto Sakura Kenji Akira Hiroshi Jin Minjun Seoyeon Priya Rahul Anjali Sanjay Deepak Ravi Lakshmi Arjun
        Kavita Suresh Mehmet Ayse Emre Fatma Mustafa Zeynep Elif Murat Hakan Cem Selin Ebru Serkan Ivan Olga Dmitri Svetlana Natalia Oleksandr
        Iryna Andriy Oksana Volodymyr Katarzyna Wojciech Agnieszka Piotr Małgorzata Krzysztof Andrzej Zbigniew Ewa Magdalena Ion Elena Mihai
        Andreea Ioana Florin Cristina Vasile Dragoş Radu Milan Goran Jelena Dragan Marko Nikola Vesna Giorgos Eleni Kostas Dimitra Levon Anahit
        Hovhannes Tigran Armen Shushan Rakoto Voahangy Hery Lalao Tiana Fanja Jean-Bosco Uwase Mutombo Kabongo Tshala Ilunga Mbuyi Nzuzi Esperance
        Exaucée Dieudonné Grâce Merveille Divine Prince Béni Junior Parfait Innocent Bienvenu Désiré Rokhaya Penda Soda Mame Serigne Pape Babacar""",
    "en": """James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Mark Donald Steven Andrew Paul Joshua
        Kenneth Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon
        Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna
        Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Brenda Emma Olivia Ava
        Sophia Isabella Mia Charlotte Harper Evelyn Abigail Oliver Harry Jack Alfie Archie Declan Fiona Siobhan Aoife Niamh Sean Liam Conor Ewan
        Callum Isla Freya Poppy Daisy Imogen Nigel Graham Trevor Clive Geoffrey Rosalind Gemma Hayley Darren Wayne Shane Craig Lewis Hamish""",
    "de": """Peter Wolfgang Michael Werner Klaus Thomas Manfred Helmut Jürgen Heinz Gerhard Andreas Hans Josef Günter Dieter Horst Walter Frank
        Bernd Karl Herbert Franz Martin Uwe Georg Rainer Stefan Torsten Jens Sven Markus Matthias Christian Tobias Florian Lukas Leon Jonas Finn
        Felix Maximilian Moritz Ursula Maria Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea Gisela Claudia Susanne
        Gabriele Christa Christine Hildegard Anna Birgit Barbara Gertrud Heike Marion Martina Angelika Kerstin Anja Katrin Silke Nicole Katharina
        Lena Hannah Mia Emma Leonie Annika Johanna Greta Frieda Charlotte Lieselotte Waltraud Edeltraud Sieglinde Anneliese Detlef Ulrich Volker""",
    "es": """Antonio Manuel José Francisco Juan David Javier Daniel Jesús Carlos Miguel Alejandro Rafael Pedro Ángel Pablo Sergio Fernando Jorge
        Luis Alberto Álvaro Adrián Diego Raúl Iván Rubén Óscar Ramón Vicente Andrés Joaquín Eduardo Santiago Víctor Mario Roberto Jaime Ignacio
        María Carmen Ana Isabel Laura Cristina Marta Dolores Lucía Pilar Elena Sara Paula Raquel Rosa Mercedes Beatriz Rosario Juana Teresa Silvia
        Julia Encarnación Patricia Irene Montserrat Rocío Mónica Andrea Alba Ángela Sonia Sandra Alicia Nuria Susana Marina Yolanda Inmaculada
        Xabier Iker Ander Jon Ainhoa Nerea Amaia Itziar Jordi Montse Mireia Oriol Xavi Lluís Wilson Yamileth Jhon Milagros Consuelo Guadalupe""",
    "it": """Andrea Luca Marco Francesco Alessandro Matteo Giuseppe Antonio Giovanni Roberto Stefano Davide Paolo Mario Luigi Salvatore Vincenzo
        Angelo Domenico Fabio Simone Massimo Riccardo Claudio Daniele Federico Lorenzo Enrico Giorgio Gianluca Pietro Emanuele Michele Raffaele
        Maria Anna Giulia Francesca Sara Laura Chiara Federica Elena Silvia Paola Valentina Martina Alessia Giorgia Elisa Roberta Simona Barbara
        Monica Cristina Daniela Stefania Rosa Angela Giovanna Teresa Lucia Carmela Caterina Antonella Patrizia Rita Ilaria Serena Claudia Beatrice
        Concetta Immacolata Assunta Gennaro Pasquale Ciro Carmine Rocco Nicoletta Ornella Fiorella Graziella Ludovica Ginevra Tommaso Edoardo""",
    "nl": """Jan Johannes Hendrik Cornelis Willem Pieter Gerrit Dirk Jeroen Bas Sander Daan Sem Bram Thijs Lars Ruben Joost Maarten Wouter Koen
        Rob Henk Kees Piet Gijs Teun Luuk Jasper Tim Niels Stijn Sven Rik Marco Michiel Anna Maria Johanna Cornelia Elisabeth Wilhelmina Sanne
        Lotte Emma Sophie Julia Tess Fleur Femke Anouk Lieke Roos Eva Iris Inge Marieke Annelies Ilse Ingrid Monique Esther Saskia Marloes Mieke
        Els Greet Ans Truus Riet Hanneke Petra Yvonne Wim Joris Pieter-Jan Jan-Willem Anne-Mieke Bert Geert Luc Dries Jef Lies Griet Katrien""",
    "pt": """José João António Francisco Carlos Paulo Manuel Pedro Luís Miguel Rui Jorge Nuno Ricardo Tiago Bruno André Fernando Hugo Diogo Gonçalo
        Duarte Rodrigo Vasco Joaquim Rafael Sérgio Vítor Hélder Filipe Afonso Maria Ana Isabel Paula Teresa Cristina Sofia Marta Inês Catarina
        Joana Beatriz Rita Carla Sandra Susana Patrícia Sónia Mariana Leonor Matilde Carolina Margarida Fátima Conceição Graça Lurdes Rosa Helena
        Filipa Raquel Cláudia Vera Mónica Alexandra Fernanda Manuela Celeste Odete Adelaide Américo Alfredo Armando Dulce Otília Zulmira""",
}
SURNAMES = {
    "fr": """Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent
        Fournier Morel Girard André Lefèvre Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller
        Henry Roussel Nicolas Perrin Morin Mathieu Clément Gauthier Dumont Lopez Fontaine Chevalier Robin Masson Sanchez Gérard Nguyen Boyer
        Denis Lemaire Duval Joly Gautier Roger Roche Roy Noël Meyer Lucas Meunier Jean Perez Marchand Dufour Blanchard Marie Barbier Brun Dumas
        Brunet Schmitt Leroux Colas Fernandez Pierre Renard Arnaud Rolland Caron Aubert Giraud Leclerc Vidal Bourgeois Renaud Lemoine Picard
        Gaillard Philippe Leclercq Lacroix Fabre Dupuis Olivier Rodriguez Da-Silva Hubert Louis Charles Guillot Rivière Le-Gall Guillaume Adam
        Rey Moulin Gonzalez Berger Lecomte Menard Fleury Deschamps Carpentier Julien Benoit Paris Maillard Marty Aubry Vasseur Le-Roux Renault
        Jacquet Collet Prevost Poirier Charpentier Royer Huet Baron Dupuy Pons Paul Laine Carre Breton Remy Schneider Perrot Guyot Barre Marechal
        Boulanger Boucher Berger Marin Rose Lebrun Legrand Leblanc Lenoir Lepage Lecocq Lelong Legros Lesage Vallet Pasquier Bouvier Besson Royer
        Vauthrin Kerbrat Quéméneur Le-Bihan Le-Guen Kermarrec Guivarc'h Le-Floc'h Tanguy Prigent Riou Cadiou Abgrall Etcheverry Irigoyen Larralde
        Bidegaray Mariani Casanova Santoni Luciani Paoli Schwartz Zimmermann Klein Weber Wolff Muller Vandenberghe Deschryver Vanhoutte Delattre
        Desmoulins Delacroix Delafontaine Dubreuil Desrosiers Montagne Lavigne Laforêt Duchêne Château Rempart Pichon Bouchard Gosselin Hamelin""",
    "world": """Traoré Diallo Diarra Coulibaly Keïta Konaté Touré Cissé Sissoko Sidibé Camara Bah Barry Sow Ba Ndiaye Diop Fall Gueye Faye Sarr Mbaye
        Ouattara Koné Kouassi Kouamé Koffi N'Guessan Bamba Doumbia Ouedraogo Kaboré Sawadogo Zongo Compaoré Mensah Boateng Okafor Adeyemi Okonkwo
        Mbappé Mbemba Nkoulou Essomba Atangana Eto'o Ngo Tchamba Kamga Fotso Obiang Ondo Nzé Makosso Mabiala Kabila Ilunga Tshibangu Mukendi
        Rakotomalala Andrianarivo Rabe Razafindrakoto Ramanantsoa Benali Bensaïd Belkacem Bouzid Haddad Hamdi Mansouri Saïdi Ziani Khelifi Amrani
        El-Amrani El-Idrissi Benjelloun Alaoui Cherkaoui Tazi Bennani Boukhari Boulahdid Messaoudi Ferhat Ouali Aït-Ahmed Ait-Ouali Trabelsi Jaziri
        Ben-Salah Gharbi Mejri Nguyen Tran Le Pham Huynh Hoang Phan Vu Vo Dang Bui Do Ngo Duong Ly Wang Zhang Chen Liu Yang Huang Zhao Wu Zhou Xu
        Tanaka Suzuki Sato Yamamoto Kim Park Lee Choi Singh Patel Kumar Sharma Gupta Venkataraman Krishnan Rao Reddy Yilmaz Kaya Demir Şahin
        Çelik Özdemir Yıldız Aydın Arslan Öztürk Ivanov Petrov Smirnova Kuznetsov Shevchenko Kovalenko Bondarenko Kowalski Nowak Wiśniewski
        Wójcik Szymański Kowalczyk Zieliński Popescu Ionescu Dragomir Popa Dumitru Stan Jovanović Petrović Nikolić Horvat Novák Svoboda Papadopoulos
        Georgiou Hakobyan Sargsyan Petrosyan Tsakiris Tavakoli Hosseini Rahimi Karimi Ahmadi Khan Hussain Begum Chowdhury Rahman Islam Haider""",
    "en": """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson
        Clarke Clark Harris Lewis Young King Baker Turner Hill Cooper Ward Morris Moore Harrison Allen Parker Carter Mitchell Murphy Kelly
        O'Brien O'Connor Byrne Ryan McCarthy MacLeish MacDonald McGregor Campbell Stewart Fraser Ross Henderson Graham Fitzgerald Gallagher
        Achterberg Whitaker Hargreaves Ashworth Pemberton Blackwood Cartwright Featherstone Goldsmith Hutchinson Kavanagh Lockwood Merriweather""",
    "de": """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann
        Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König
        Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler
        Sandmann Kühnel Wölfle Brandt Bäcker Rademacher Steinbrück Oberländer Pfeiffer Gerlach Dietrich Ziegler Kuhn Pohl Engel Horn Busch Voigt""",
    "es": """García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero
        Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio
        Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Herrera
        Goikoetxea Etxeberria Iturralde Aguirre Peñalver Quispe Mamani Huamán Chávez Rojas Vargas Zapata Restrepo Echeverría Puig Ferrer Soler""",
    "it": """Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De-Luca Mancini Costa Giordano Rizzo Lombardi
        Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola
        De-Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina Sala De-Angelis Gatti Pellegrini
        Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Rossetti Ferraresi Di-Stefano Lo-Russo Dell'Acqua""",
    "nl": """de-Jong Jansen de-Vries van-den-Berg van-Dijk Bakker Janssen Visser Smit Meijer de-Boer Mulder de-Groot Bos Vos Peters Hendriks van-Leeuwen
        Dekker Brouwer de-Wit Dijkstra Smits de-Graaf van-der-Meer van-der-Linden Kok Jacobs de-Haan Vermeulen van-den-Heuvel van-der-Veen van-den-Broek
        de-Bruijn van-der-Heijden Schouten van-Beek Willems van-Vliet van-de-Ven Hoekstra Maas Verhoeven Koster van-Dam Prins Huisman Peeters Kuijpers
        Maes Claes Goossens Wouters De-Smet De-Clercq Vandenbroucke Verstraete Van-Damme Lemmens Mertens Desmet De-Backer Martens D'Hondt Wauters""",
    "pt": """Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro
        Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Neves Coelho Cruz Cunha Pires Ramos Reis Simões
        Antunes Matos Fonseca Machado Araújo Barbosa Tavares Lourenço Castro Figueiredo Azevedo da-Silva dos-Santos da-Costa de-Sousa de-Almeida
        da-Cruz dos-Reis de-Oliveira Baptista Guerreiro Nogueira Magalhães Brandão Esteves Freitas Henriques Leite Macedo Morais Nascimento""",
}
GIVEN = {language: words.split() for language, words in GIVEN.items()}
SURNAMES = {
    language: [
        word.replace("-", " ")
        if word.lower().split("-")[0] in {"le", "da", "de", "di", "lo", "el", "ben", "ait", "aït", "van", "dos"}
        else word
        for word in words.split()
    ]
    for language, words in SURNAMES.items()
}

CITIES = {
    "fr": """Paris|Marseille|Lyon|Toulouse|Nice|Nantes|Montpellier|Strasbourg|Bordeaux|Lille|Rennes|Reims|Saint-Étienne|Toulon|Le Havre|Grenoble|Dijon|Angers
        |Nîmes|Villeurbanne|Clermont-Ferrand|Aix-en-Provence|Brest|Tours|Limoges|Amiens|Annecy|Perpignan|Metz|Besançon|Orléans|Rouen|Mulhouse|Caen|Nancy
        |Saint-Denis|Argenteuil|Roubaix|Tourcoing|Avignon|Dunkerque|Poitiers|Aubervilliers|Versailles|Créteil|Pau|Calais|Cannes|Antibes|Béziers|La Rochelle
        |Saint-Malo|Lorient|Quimper|Vannes|Bayonne|Tarbes|Albi|Rodez|Aurillac|Nevers|Bourges|Châteauroux|Montluçon|Vichy|Moulins|Guéret|Tulle|Brive-la-Gaillarde
        |Périgueux|Agen|Auch|Foix|Carcassonne|Narbonne|Sète|Alès|Valence|Romans-sur-Isère|Gap|Digne-les-Bains|Bastia|Ajaccio|Porto-Vecchio|Fort-de-France
        |Pointe-à-Pitre|Cayenne|Saint-Pierre|Mamoudzou|Meaux|Melun|Évry|Cergy|Pontoise|Sarcelles|Bobigny|Montreuil|Vitry-sur-Seine|Ivry-sur-Seine|Drancy
        |Saint-Nazaire|Cholet|Laval|Le Mans|Alençon|Chartres|Dreux|Évreux|Beauvais|Compiègne|Laon|Soissons|Saint-Quentin|Charleville-Mézières|Troyes|Chaumont
        |Épinal|Saint-Dié-des-Vosges|Colmar|Haguenau|Sélestat|Belfort|Montbéliard|Vesoul|Lons-le-Saunier|Mâcon|Chalon-sur-Saône|Le Creusot|Roanne|Firminy
        |Le Puy-en-Velay|Mende|Millau|Castres|Montauban|Cahors|Figeac|Saint-Gaudens|Lourdes|Dax|Mont-de-Marsan|Arcachon|Libourne|Cognac|Niort|La Roche-sur-Yon
        |Les Sables-d'Olonne|Saumur|Vitré|Fougères|Dinan|Saint-Brieuc|Guingamp|Morlaix|Landerneau|Concarneau|Pontivy|Auray|Hénin-Beaumont|Lens|Arras|Douai""",
    "world": """Alger|Oran|Constantine|Sétif|Annaba|Casablanca|Rabat|Marrakech|Fès|Tanger|Agadir|Tunis|Sfax|Sousse|Dakar|Thiès|Bamako|Kayes|Abidjan|Bouaké
        |Yamoussoukro|Ouagadougou|Lomé|Cotonou|Conakry|Niamey|Douala|Yaoundé|Libreville|Brazzaville|Kinshasa|Lubumbashi|Antananarivo|Port-Louis|Beyrouth
        |Istanbul|Ankara|Hanoï|Saïgon|Pondichéry|Colombo|Bucarest|Iași|Varsovie|Cracovie|Kiev|Moscou|Tbilissi|Erevan|Téhéran|Kaboul|Port-au-Prince|Montréal""",
    "en": "London|Manchester|Birmingham|Leeds|Glasgow|Edinburgh|Liverpool|Bristol|Sheffield|Cardiff|Belfast|Dublin|Cork|Galway|York|Bath|Oxford|Cambridge|Norwich|Exeter|Brighton|Portsmouth|Aberdeen|Dundee|Inverness",
    "de": "Berlin|Hamburg|München|Köln|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hannover|Nürnberg|Duisburg|Bochum|Wuppertal|Bonn|Münster|Karlsruhe|Mannheim|Augsburg|Freiburg|Kehl|Offenburg|Wien|Graz|Salzburg|Linz|Zürich|Basel|Kiel|Lübeck",
    "es": "Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Murcia|Palma|Bilbao|Alicante|Córdoba|Valladolid|Vigo|Gijón|Granada|Vitoria|Pamplona|Donostia|San Sebastián|Girona|Lleida|Cádiz|Salamanca|Burgos|Almería|Logroño|Badajoz|Huelva|Irún",
    "it": "Roma|Milano|Napoli|Torino|Palermo|Genova|Bologna|Firenze|Bari|Catania|Venezia|Verona|Messina|Padova|Trieste|Taranto|Brescia|Parma|Prato|Modena|Reggio Emilia|Perugia|Livorno|Cagliari|Ventimiglia|Sanremo|Bergamo|Como|Lecce|Salerno",
    "nl": "Amsterdam|Rotterdam|Den Haag|Utrecht|Eindhoven|Groningen|Tilburg|Almere|Breda|Nijmegen|Apeldoorn|Haarlem|Arnhem|Enschede|Amersfoort|Zwolle|Leiden|Maastricht|Gent|Antwerpen|Brugge|Leuven|Kortrijk|Mechelen|Oostende|Hasselt|Delft",
    "pt": "Lisboa|Porto|Braga|Coimbra|Funchal|Setúbal|Aveiro|Évora|Faro|Guimarães|Viseu|Leiria|Almada|Amadora|Cascais|Sintra|Viana do Castelo|Bragança|Vila Real|Castelo Branco|Santarém|Portimão|Chaves|Tomar",
}
CITIES = {
    language: [city.strip() for city in cities.replace("\n", "").split("|")] for language, cities in CITIES.items()
}
REGIONS = """la Moselle|le Gard|la Drôme|la Bretagne|la Creuse|l'Ariège|le Finistère|le Var|la Vendée|l'Hérault|la Somme|le Nord|le Pas-de-Calais|la Corse
    |l'Alsace|la Normandie|l'Auvergne|le Limousin|la Guadeloupe|la Martinique|la Réunion|l'Essonne|les Landes|les Vosges|la Sarthe|la Dordogne|le Lot"""
REGIONS = [region.strip() for region in REGIONS.replace("\n", "").split("|")]

STREET_NAMES = {
    "fr": """Victor Hugo|Pasteur|Jean Jaurès|des Lilas|de la République|du Général de Gaulle|des Acacias|de la Gare|Gambetta|Émile Zola|des Écoles|Jules Ferry
        |du Moulin|de l'Église|Carnot|des Frères Lumière|Marcel Pagnol|du Lavoir|des Tilleuls|de Verdun|du 8 Mai 1945|du 11 Novembre|Anatole France
        |Aristide Briand|de la Liberté|Pierre Curie|des Mimosas|Saint-Michel|Notre-Dame|du Château|Louis Blanc|Alphonse Daudet|George Sand|de Paris
        |des Remparts|du Faubourg Saint-Martin|Léon Blum|Maréchal Foch|Jean Moulin|Paul Verlaine|Jacques Prévert|Simone Veil|Marie Curie|des Martyrs
        |de la Paix|des Roses|du Stade|Henri Barbusse|Voltaire|Jean Giono|Lecourbe|Berthelot|Kléber|Mangin|Pierre Sémard|Ambroise Croizat|des Capucins""",
    "en": "Church|Station|High|Victoria|Park|Mill|Queen|King|Albert|Harbour|Wellington|Elm|Oak|Springfield|St. John's|Manor|York|Nelson|Windsor|Clarence",
    "de": "Haupt|Schul|Garten|Bahnhof|Linden|Kirch|Berg|Wald|Goethe|Schiller|Mozart|Beethoven|Friedrich-Ebert-|Konrad-Adenauer-|Wilhelm|Luisen|Mühlen|Rosen",
    "es": "Mayor|de la Luna|Gran Vía|del Sol|San Juan|Cervantes|de la Constitución|Goya|Velázquez|del Carmen|Santa Ana|Real|de Alcalá|Lope de Vega|Colón",
    "it": "Roma|Garibaldi|Mazzini|Dante|Verdi|Cavour|Marconi|San Francesco|della Repubblica|Vittorio Emanuele|Matteotti|Manzoni|Galilei|Leopardi|Gramsci",
    "nl": "Kerk|School|Molen|Dorps|Stations|Nieuw|Prins Hendrik|Wilhelmina|Juliana|Beatrix|Eiken|Linden|Rozen|Jan van Galen|Frans Hals|Rembrandt|Vondel",
    "pt": "da Liberdade|Augusta|de Santa Catarina|do Carmo|25 de Abril|Almirante Reis|da República|Camões|Dom Pedro|das Flores|São João|Luís de Camões",
}
STREET_NAMES = {
    language: [name.strip() for name in names.replace("\n", "").split("|")] for language, names in STREET_NAMES.items()
}

BRANDS = """Orange|SFR|Bouygues Telecom|Free|Sosh|EDF|Engie|TotalEnergies|Ekwateur|Enedis|GRDF|Veolia|Suez|La Poste|Chronopost|Colissimo|Mondial Relay|GLS|DPD|UPS|DHL
    |Amazon|Cdiscount|Fnac|Darty|Boulanger|Leclerc|Carrefour|Auchan|Lidl|Monoprix|Casino|Intermarché|Super U|Decathlon|Ikea|Conforama|But|Leroy Merlin|Castorama
    |Yves Rocher|Sephora|Marionnaud|Nocibé|Jules|Celio|Kiabi|Zara|H&M|Petit Bateau|Jacadi|Cyrillus|La Redoute|Camaïeu|Promod|Etam|Naf Naf|Zadig & Voltaire
    |Isabel Marant|Nina Ricci|Jean Paul Gaultier|Louis Vuitton|Yves Saint Laurent|Christian Dior|Hugo Boss|Tommy Hilfiger|Ralph Lauren|Calvin Klein|Paul Smith
    |Jeff de Bruges|Paul|Brioche Dorée|Marie Blachère|McDonald's|Courtepaille|Léon de Bruxelles|Jean-Louis David|Franck Provost|Dessange|Afflelou|Alain Afflelou
    |Krys|Optic 2000|Norauto|Midas|Feu Vert|Speedy|Renault|Peugeot|Citroën|Dacia|Mercedes|Skoda|Ford|Fiat|Toyota|Tesla|Michelin|Bosch|Philips|Moulinex|Seb|Rowenta
    |Magimix|Dyson|Samsung|Apple|Huawei|Sony|Nokia|Singer|Vedette|Brandt|Sauter|De Dietrich|Thomson|Axa|Maif|Macif|Matmut|Groupama|Allianz|Generali|GMF|Covéa
    |Harmonie Mutuelle|Malakoff Humanis|Alan|Luko|April|Crédit Agricole|BNP Paribas|Société Générale|Crédit Mutuel|Caisse d'Épargne|La Banque Postale|LCL
    |Boursorama|Fortuneo|Hello bank|Revolut|N26|PayPal|Lydia|Cetelem|Cofidis|Sofinco|Air France|Transavia|Ryanair|EasyJet|Volotea|SNCF|Ouigo|Eurostar|Flixbus
    |Blablacar|Booking|Airbnb|Pierre & Vacances|Center Parcs|Belambra|Club Med|Lambert Automobiles|Garage Martin|Boulangerie Dubois|Pharmacie Girard
    |Transports Perrin|Établissements Durand|SARL Moreau|SAS Martin & Fils|Cabinet Roussel|Agence Laforêt|Century 21|Orpi|Foncia|Nexity|Plomberie Leroy
    |Menuiserie Petit Frères|Dupont et Fils|Taxi Bernard|Ambulances Robert|Auto-école Julien|Maison Ambroise|NovaMobile|Banque Alpine|EnerVive|VolTropic
    |PrevaAssur|SoleilTelecom|BrikoLand|RailExpress|Mutuelle Horizon|Assurances Mercier|Résidence Saint-Louis|Clinique Pasteur|Hôpital Édouard-Herriot
    |Lycée Jean-Moulin|Collège Jules-Ferry|École Marie-Curie|EHPAD Les Glycines|CAF|CPAM|Ameli|France Travail|Pôle emploi|URSSAF|MDPH|CARSAT|ANTS|DGFiP"""
BRANDS = [brand.strip() for brand in BRANDS.replace("\n", "").split("|")]
PRODUCTS = """la lampe Marcel|le canapé Oscar|le fauteuil Auguste|la table Louise|la robe Rose|la robe Colette|la chaise Jeanne|le lit Léo|la commode Gaston|le modèle Victoire
    |la collection Hugo|la gamme Sérénité|la poussette Zoé|la Renault Zoé|la Clio|la Mégane|la Mercedes Classe A|le vélo Moustache|la veste Arthur|le sac Charlotte
    |le parfum Chloé|le parfum Paco|la montre Pierre Lannier|le matelas Emma|la box Nova|le forfait Série Spéciale|l'offre Fibre Zen|le compteur Linky
    |l'imprimante Epson|la perceuse Bosch|l'aspirateur Dyson|la tondeuse Honda|la cafetière Senseo|le robot Magimix|la crème La Roche-Posay|la tente Quechua
    |le jean Levi's|les baskets Stan Smith|les chaussures Louis|le bracelet Agatha|la guitare Yamaha|l'écran Philips|le four Rosières|le carton Martin-Pêcheur
    |la peinture Tollens|le thé Mariage Frères|le champagne Pommery|les biscuits Saint-Michel|le camembert Président|la sauce Amora|le café Grand-Mère|la tarte Tatin
    |la crêpe Suzette|la pizza Marguerite|la madeleine|le livret A|le plan Épargne|l'option Charlie|le pack Alpha|l'appli Anna|le chien Médor|la peluche Sophie la girafe"""
PRODUCTS = [product.strip() for product in PRODUCTS.replace("\n", "").split("|")]
PUBLIC_FIGURES = """Victor Hugo|Johnny Hallyday|Emmanuel Macron|Édith Piaf|Zinédine Zidane|Kylian Mbappé|Napoléon|Charles de Gaulle|Molière|Albert Camus|Coco Chanel|Marie Curie
    |Antoine de Saint-Exupéry|Jules Verne|Brigitte Bardot|Omar Sy|Aya Nakamura|Céline Dion|Michael Jackson|Beyoncé|Taylor Swift|Harry Potter|Zorro|Astérix|Tintin
    |Mozart|Picasso|Einstein|Socrate|Voltaire|Elon Musk|Donald Trump|Barack Obama|Jacques Chirac|François Mitterrand|Simone Veil|Gustave Eiffel|Claude Monet
    |Alain Delon|Louis de Funès|Cristiano Ronaldo|Lionel Messi|Rafael Nadal|James Bond|Sherlock Holmes|Angela Merkel|Goethe|Cervantes|Leonardo da Vinci|Van Gogh"""
PUBLIC_FIGURES = [figure.strip() for figure in PUBLIC_FIGURES.replace("\n", "").split("|")]
ASSISTANTS = [
    "Victor",
    "Léa",
    "Julie",
    "Sam",
    "Alex",
    "Emma",
    "Louise",
    "Inès",
    "Hugo",
    "Chloé",
    "Marcel",
    "Nina",
    "Oscar",
    "Zoé",
    "Clara",
    "Laura",
    "Lou",
    "Max",
    "Iris",
    "Anna",
    "Nova",
    "Ava",
    "Hector",
    "Djingo",
    "Alexa",
    "Siri",
]

TITLES_WRITTEN = "Juge Greffier Maire Préfet Directeur Directrice Ministre Président Présidente Procureur Notaire Principal Proviseur Recteur Commissaire Médiateur Défenseur Responsable Chef Gérant Inspecteur Contrôleur Conseiller Secrétaire Trésorier Doyen"
TITLES = TITLES_WRITTEN.split()
PLAIN_WORDS = {
    "es": """activar ahora pagar recibir enviar contrato recibo línea avería cliente plazo entrega devolución importe cobro cargo gestión consulta solicitud urgente pronto respuesta equipo tienda
        producto garantía roto nuevo viejo grande pequeño rápido lento caro barato cerrado abierto correcto incorrecto pendiente hecho firmado perdido cancelen confirmen envíen llamen necesito quisiera
        espero adjunto ruego solicito agradezco incluido asesora sindicato embargo fichero vendimia documentos prefectura trabajo casa coche piso semana mes año hora minuto luz agua gas internet móvil""",
    "it": """attivare pagare ricevere inviare contratto bolletta linea guasto cliente scadenza consegna reso importo addebito pratica richiesta urgente presto risposta squadra negozio prodotto garanzia rotto
        nuovo vecchio grande piccolo veloce lento caro economico chiuso aperto corretto sbagliato sospeso fatto firmato perso vorrei posso devo attendo chiedo allego fornitura deposito accreditato casa
        macchina appartamento settimana mese anno ora minuto luce acqua gas internet cellulare biglietto stazione porto autobus funziona arriva parte costa ancora sempre mai anche subito""",
    "pt": """ativar pagar receber enviar contrato recibo linha avaria cliente prazo entrega devolução valor débito processo pedido urgente rápido resposta equipa loja produto garantia partido novo velho grande
        pequeno lento caro barato fechado aberto correto errado pendente feito assinado perdido queria gostaria aguardo peço preciso anexo fornecimento depósito casa carro apartamento semana mês ano hora
        minuto luz água gás internet telemóvel bilhete estação porto autocarro funciona chega parte custa ainda sempre nunca também já muito pouco hoje depois antes agora""",
    "de": """bezahlen erhalten senden Vertrag Rechnung Leitung Störung Kunde Frist Lieferung Rückgabe Betrag Lastschrift Vorgang Anfrage dringend bald Antwort Geschäft Produkt Garantie kaputt neu alt groß klein
        schnell langsam teuer billig geschlossen offen richtig falsch offen erledigt unterschrieben verloren möchte kann muss warte bitte Tarife Zweitwohnsitze Nachtstrom Zähler Baujahr Grundgebühr
        Wohnung Auto Woche Monat Jahr Stunde Minute Strom Wasser Gas Internet Handy Fahrkarte Bahnhof Hafen Bus funktioniert kommt fährt kostet noch immer nie auch sofort""",
    "nl": """betalen ontvangen versturen contract factuur lijn storing klant termijn levering retour bedrag afschrijving dossier aanvraag dringend snel antwoord winkel product garantie kapot nieuw oud groot klein
        langzaam duur goedkoop gesloten open juist fout gedaan getekend verloren wil kan moet wacht graag woning auto week maand jaar uur minuut stroom water gas internet mobiel kaartje station haven bus
        werkt komt vertrekt kost nog altijd nooit ook meteen koffiemachine tweepersoonsbed repareren stopzetten""",
    "en": """activate pay receive send contract bill line fault customer deadline delivery return amount charge case request urgent soon answer shop product warranty broken new old large small fast slow expensive
        cheap closed open right wrong pending done signed lost need want wait flat car week month year hour minute power water gas internet mobile ticket station harbour bus works comes leaves costs still
        always never also straight away sense chart size running login alert declined checkout""",
    "fr": """accent tréma bris glace racine carte cadeau orthophonie polonais breton ancien lancien proprio daron colis rdv bus place bapteme gourmette panier halal écusson guitare housse notice tarif vert
        horizon black friday soldes drive click collect box appli compte pro perso code mdp resa cmd num tel svp stp bcp tjrs pk pcq jsuis jvais jai cest yavait vla ouf zut mince zéro pointé homard
        rose violette marguerite blanche prune olive cerise marin petit grand roux brun blanc noir vert moulin fontaine page lance bonnet marchand meunier berger prince victoire constance prudence clémence grâce aimée désiré parfait modeste juste franc fidèle""",
}
PLAIN_WORDS = {language: words.split() for language, words in PLAIN_WORDS.items()}

COUNTRIES = {
    "fr": [
        "France",
        "Espagne",
        "Italie",
        "Allemagne",
        "Belgique",
        "Suisse",
        "Portugal",
        "Maroc",
        "Algérie",
        "Tunisie",
        "Sénégal",
        "Mali",
        "Japon",
        "Canada",
        "Brésil",
        "Pologne",
        "Roumanie",
        "Turquie",
        "Chine",
        "Vietnam",
        "Inde",
        "Grèce",
        "Irlande",
        "Norvège",
        "Mexique",
    ],
    "en": [
        "France",
        "Spain",
        "Italy",
        "Germany",
        "Belgium",
        "Portugal",
        "Morocco",
        "Japan",
        "Canada",
        "Brazil",
        "Poland",
        "Turkey",
        "China",
        "India",
        "Greece",
        "Ireland",
        "Norway",
        "Mexico",
    ],
    "de": [
        "Frankreich",
        "Spanien",
        "Italien",
        "Belgien",
        "Portugal",
        "Marokko",
        "Japan",
        "Kanada",
        "Polen",
        "Türkei",
        "China",
        "Griechenland",
        "Österreich",
    ],
    "es": [
        "Francia",
        "España",
        "Italia",
        "Alemania",
        "Bélgica",
        "Portugal",
        "Marruecos",
        "Japón",
        "Canadá",
        "Colombia",
        "Bolivia",
        "Polonia",
        "China",
    ],
    "it": [
        "Francia",
        "Spagna",
        "Germania",
        "Belgio",
        "Portogallo",
        "Marocco",
        "Giappone",
        "Canada",
        "Polonia",
        "Svizzera",
        "Cina",
        "Grecia",
    ],
    "nl": [
        "Frankrijk",
        "Spanje",
        "Italië",
        "Duitsland",
        "België",
        "Portugal",
        "Marokko",
        "Japan",
        "Canada",
        "Polen",
        "Turkije",
        "Nederland",
    ],
    "pt": [
        "França",
        "Espanha",
        "Itália",
        "Alemanha",
        "Bélgica",
        "Portugal",
        "Marrocos",
        "Japão",
        "Canadá",
        "Brasil",
        "Angola",
        "Suíça",
    ],
}
NAMED_BRANDS = [
    "Alan",
    "Paul",
    "Jules",
    "Harmonie",
    "Lydia",
    "Céleste",
    "Ava",
    "Léon",
    "Sophie",
    "Louis",
    "Emma",
    "Marcel",
    "Oscar",
    "Félix",
    "Luko",
    "April",
    "Simone",
    "Gaston",
    "Hugo",
    "Charlotte",
    "Camille",
    "Mathilde",
    "Amélie",
    "Joséphine",
    "Zoé",
    "Lina",
    "Eloa",
    "Qonto",
    "Floa",
    "Shine",
    "Ornikar",
    "Leocare",
    "Acheel",
]
