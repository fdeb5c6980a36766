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
        Callum Isla Freya Poppy Daisy Imogen Nigel Graham Trevor Clive Geoffrey Rosalind Gemma Hayley Darren Wayne Shane Craig Lewis Hamish
        Alan Albert Alexander Alfred Alison Alistair Amelia Andrea Anita Ann Anne Annabel Anthony Arthur Audrey Barry Beatrice Bernard Beryl Beth
        Bethany Bradley Brendan Bridget Bruce Bryan Caitlin Caleb Cameron Caroline Catherine Cathy Cecilia Cedric Chelsea Cheryl Chloe Christian
        Christine Claire Clara Clare Clement Colin Connor Cormac Courtney Damian Danielle Darcy Darragh Dawn Dean Deirdre Denis Dennis Derek
        Desmond Diana Diane Dominic Doreen Douglas Duncan Dylan Edith Edwin Eileen Elaine Eleanor Elliot Ellie Elsie Eoin Erin Ernest Esther Ethan
        Eugene Evan Eve Faye Felicity Fergus Finlay Florence Frances Frank Frederick Gareth Gavin Gerald Gerard Gillian Gordon Gráinne Grant Greg
        Gregory Gwen Hannah Harold Harvey Hazel Heather Hector Helen Henry Herbert Hilary Holly Howard Hugh Hugo Ian Ida Irene Iris Ivan Ivy
        Jacqueline Jake Jamie Jane Janet Janice Jasmine Jean Jeremy Jerome Jill Joan Joanna Joanne Jodie Joel Josephine Joyce Judith Julia Julian
        Julie June Karl Kate Katherine Kathryn Katie Keith Kelly Kerry Kirsty Kirsten Kyle Lauren Leah Lee Leo Leonard Lesley Leslie Lilian Lily
        Lindsay Logan Lorraine Louis Louise Lucas Lucy Luke Lydia Lynn Mabel Madeleine Marcus Margot Maria Marian Marilyn Marion Martha Martin
        Matilda Maureen Maurice Max Maxine Megan Melanie Miles Mildred Millie Miriam Moira Molly Monica Morgan Muriel Naomi Natalie Nathan Neil
        Nell Noah Noel Nora Norman Nuala Oisín Oscar Owen Padraig Pamela Patrick Paula Pauline Penelope Percy Peter Philip Philippa Phoebe Phyllis
        Polly Rachel Ralph Raymond Rhiannon Rhona Roderick Roger Roisin Ronan Rory Rosemary Ross Rowan Roy Rupert Russell Ruth Sally Samantha
        Samuel Saoirse Seamus Sheila Simon Sinead Sophie Stella Stewart Stuart Suzanne Sylvia Tamsin Tara Terence Teresa Tess Thea Theo Theresa
        Tina Toby Tom Tracey Travis Una Valerie Vera Vernon Veronica Victor Vincent Violet Vivian Warren Wendy Wesley Wilfred Winifred Zachary Zoe
        Tyrone Jamal Darnell Latoya Keisha Tyler Hunter Madison Brittany Chad Cody Dakota Bradford""",
    "de": """Peter Wolfgang Michael Werner Klaus Thomas Manfred Helmut Jürgen Heinz Gerhard Andreas Hans Josef Günter Dieter Horst Walter Frank
        Bernd Karl Herbert Franz Martin Uwe Georg Rainer Stefan Torsten Jens Sven Markus Matthias Christian Tobias Florian Lukas Leon Jonas Finn
        Felix Maximilian Moritz Ursula Maria Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea Gisela Claudia Susanne
        Gabriele Christa Christine Hildegard Anna Birgit Barbara Gertrud Heike Marion Martina Angelika Kerstin Anja Katrin Silke Nicole Katharina
        Lena Hannah Mia Emma Leonie Annika Johanna Greta Frieda Charlotte Lieselotte Waltraud Edeltraud Sieglinde Anneliese Detlef Ulrich Volker
        Achim Adalbert Adelheid Adolf Agnes Albert Albrecht Aleksander Alexander Alfons Alfred Almut Alois Anke Anna-Lena Anneke Annegret Annemarie
        Annett Anselm Anton Antje Arne Arnold Astrid August Aylin Axel Babette Bärbel Bastian Beate Benedikt Benjamin Benno Berit Berta Berthold
        Bettina Bianca Björn Bodo Britta Bruno Burkhard Carina Carl Carla Carmen Carola Carsten Cäcilia Christel Christiane Christoph Clara Clemens
        Constanze Cordula Cornelia Dagmar Daniel Daniela David Dirk Dominik Dora Dorothea Eberhard Eckhard Edgar Edith Egon Eleonore Elfriede Elias
        Elisa Elke Ella Ellen Elmar Elsa Else Elvira Emil Emilia Emmy Erhard Erich Erik Ernst Erwin Esther Eugen Eva Evelyn Ewald Fabian Fanny
        Ferdinand Franziska Frauke Friederike Friedhelm Friedrich Fritz Gabi Gerd Gerda Gereon Gerlinde Gernot Gesa Gesine Gina Gottfried 
        Götz Gregor Grete Gudrun Guido Gundula Gunnar Gustav Hagen Hanna Hannelore Hans-Jürgen Hans-Peter Harald Harry Hartmut Hauke Hedwig Heidi
        Heidrun Heiko Heiner Heinrich Helene Hella Helma Hendrik Henning Henriette Henry Hermann Hilde Hilmar Holger Hubert Hugo Ida Ilona Ilse
        Immo Imke Ina Ines Inga Inge Ingeborg Ingo Ira Irene Iris Irina Irma Irmgard Isabel Isabell Isolde Ivonne Jakob Jan Jana Janina Janine
        Jannik Jasmin Joachim Jochen Johann Johannes Jörg Jörn Josefine Judith Julia Julian Juliane Julius Jutta Kai Karl-Heinz Karla Karolin
        Karoline Karsten Katja Kirsten Klara Knut Konrad Konstantin Korbinian Kornelia Kristin Kurt Lara Larissa Laura Lea Leni Leonhard Leopold
        Levin Liesel Lina Linda Linus Lisa Lore Lorenz Lothar Louis Luca Ludger Ludwig Luise Luisa Lutz Lydia Magda Magdalena Maike Maja Malte
        Manuela Marc Marcel Marco Marei Mareike Margarete Margit Margot Margret Marianne Marie Marika Marina Mario Marlene Marlies Marta Martha
        Mathilde Maurice Mechthild Meike Melanie Merle Michaela Mirjam Nadine Nadja Natascha Nele Nico Niklas Nils Nina Nora Norbert Olaf Olga Ole
        Oliver Oskar Oswald Otmar Otto Ottilie Pascal Patrick Paul Paula Pauline Philipp Pia Rabea Rafael Ralf Ramona Raphael Rebecca Regina Reiner
        Reinhard Reinhold Rita Robert Roland Rolf Roman Romy Ronja Rosemarie Rudi Rudolf Rüdiger Ruth Sabrina Sandra Sara Sarah Sascha Sebastian
        Selma Siegfried Sigrid Simon Simone Sina Sonja Sophie Stefanie Steffen Steffi Stephan Susanna Swantje Sybille Sylvia Tabea Tamara Tanja
        Thea Theodor Theresa Thilo Thorsten Tilman Tim Timo Tina Tom Torben Traute Trude Udo Ulf Ulla Ulrike Urs Ute Valentin Vanessa Vera Verena
        Veronika Viktor Viktoria Vincent Vinzenz Waldemar Walburga Walther Wanda Wencke Wendelin Wenzel Wiebke Wilfried Wilhelm Wilhelmine Wilma
        Winfried Wolf Wolfram Yannick Yvonne""",
    "es": """Antonio Manuel José Francisco Juan David Javier Daniel Jesús Carlos Miguel Alejandro Rafael Pedro Ángel Pablo Sergio Fernando Jorge
        Luis Alberto Álvaro Adrián Diego Raúl Iván Rubén Óscar Ramón Vicente Andrés Joaquín Eduardo Santiago Víctor Mario Roberto Jaime Ignacio
        María Carmen Ana Isabel Laura Cristina Marta Dolores Lucía Pilar Elena Sara Paula Raquel Rosa Mercedes Beatriz Rosario Juana Teresa Silvia
        Julia Encarnación Patricia Irene Montserrat Rocío Mónica Andrea Alba Ángela Sonia Sandra Alicia Nuria Susana Marina Yolanda Inmaculada
        Xabier Iker Ander Jon Ainhoa Nerea Amaia Itziar Jordi Montse Mireia Oriol Xavi Lluís Wilson Yamileth Jhon Milagros Consuelo Guadalupe
        Abel Adela Adolfo Agustín Aitor Alejandra Alfonso Alfredo Almudena Amalia Amparo Ane Anselmo Araceli Arantxa Ariadna Armando Arturo Asier
        Asunción Aurelio Aurora Azucena Baltasar Bárbara Bartolomé Begoña Belén Benito Berta Blanca Borja Bruno Carlota Carolina Catalina Cayetana
        César Clara Claudia Concepción Concha Cristian Cristóbal Daniela Débora Diana Domingo Edurne Elisa Eloísa Eloy Elvira Emilia Emilio Encarna
        Enrique Ernesto Esteban Estefanía Esther Estrella Eugenia Eulalia Eusebio Eva Fabián Fátima Federico Felipe Félix Fermín Flora Florencia
        Gabriel Gabriela Gema Genoveva Gerardo Germán Gloria Gonzalo Gorka Graciela Gregorio Guillermo Gustavo Héctor Herminia Hilario Hugo Idoia
        Ignacia Inés Íñigo Isidro Ismael Itxaso Jacinto Jacobo Joana Joel Jonathan Josefa Josefina Juanjo Julián Julio Kepa Koldo Laia Leandro
        Leire Leonor Leticia Lidia Lola Loli Lorena Lorenzo Lourdes Luisa Macarena Magdalena Maite Manuela Marcelino Marcelo Marcos Margarita
        Mariano Maribel Martín Matías Matilde Mauricio Máximo Maximiliano Mayte Melchor Mercè Meritxell Miguelina Milagrosa Miren Moisés Natalia
        Nicolás Nieves Noelia Noemí Nuno Olga Olivia Paloma Paqui Pascual Patricio Paz Pepa Pepe Purificación Quique Rafa Ramiro Ramona Rebeca
        Regina Remedios Ricardo Rita Rodolfo Rodrigo Rogelio Román Rosalía Rosana Rosaura Rubí Salomé Salvador Samuel Sebastián Sol Soledad Tamara
        Tania Teodoro Tomás Trinidad Unai Valentín Valeria Vanesa Vega Verónica Virginia Ximena Yago Yaiza Yasmina Yeray Zaira Zulema""",
    "it": """Andrea Luca Marco Francesco Alessandro Matteo Giuseppe Antonio Giovanni Roberto Stefano Davide Paolo Mario Luigi Salvatore Vincenzo
        Angelo Domenico Fabio Simone Massimo Riccardo Claudio Daniele Federico Lorenzo Enrico Giorgio Gianluca Pietro Emanuele Michele Raffaele
        Maria Anna Giulia Francesca Sara Laura Chiara Federica Elena Silvia Paola Valentina Martina Alessia Giorgia Elisa Roberta Simona Barbara
        Monica Cristina Daniela Stefania Rosa Angela Giovanna Teresa Lucia Carmela Caterina Antonella Patrizia Rita Ilaria Serena Claudia Beatrice
        Concetta Immacolata Assunta Gennaro Pasquale Ciro Carmine Rocco Nicoletta Ornella Fiorella Graziella Ludovica Ginevra Tommaso Edoardo
        Achille Adele Adriana Adriano Agata Agnese Agostino Aida Alberto Aldo Alessandra Alessio Alfonso Alfredo Alice Allegra Amalia Ambra Amedeo
        Amelia Andreina Annalisa Annamaria Annunziata Arianna Armando Arturo Asia Aurora Aurelio Azzurra Benedetta Benedetto Benito Bernardo Bianca
        Bice Biagio Bruna Bruno Calogero Camilla Camillo Carla Carlo Carlotta Carolina Cecilia Celeste Cesare Christian Clara Clelia Corrado
        Costanza Costantino Cosimo Dalila Damiano Daria Dario Debora Delia Diana Diego Dino Donatella Donato Dora Edda Edgardo Egidio Eleonora Elda
        Elettra Elia Elio Elsa Elvira Emilia Emilio Emma Enea Enza Enzo Erica Ermanno Ermes Ernesto Ettore Eugenia Eugenio Eva Evelina Ezio Fabiana
        Fabiola Fabrizia Fabrizio Fausta Fausto Felice Ferdinando Fernanda Fernando Filippo Filomena Flavia Flavio Flora Fortunato Franca Franco
        Fulvia Fulvio Gabriella Gabriele Gaetano Gaia Gaspare Gastone Gemma Gerardo Germana Giacinto Giacomo Giada Giampaolo Gianfranco Gianluigi
        Gianmarco Gianna Gianni Gilberto Gilda Gioia Gino Giordano Girolamo Gisella Giuditta Giuliana Giuliano Giulio Giuseppina Giusy Glauco
        Gloria Greta Guendalina Guglielmo Guido Ignazio Ida Ilario Ines Iolanda Irene Iris Irma Isabella Italo Ivan Ivana Ivano Jacopo Katia Lara
        Lavinia Lea Leandro Leda Leonardo Letizia Lia Lidia Liliana Linda Lisa Livia Livio Loredana Lorena Loretta Luana Luciana Luciano Lucio
        Lucrezia Ludovico Luigia Luisa Maddalena Mafalda Manlio Manuela Mara Marcella Marcello Margherita Mariangela Mariano Marica Marina Marisa
        Marta Massimiliano Matilde Maura Maurizio Mauro Melania Melissa Mirco Mirella Miriam Mirko Moira Morena Nadia Natale Natalia Nella Nicola
        Nicolò Nino Noemi Norma Nunzia Nunzio Olga Olimpia Omar Oreste Orazio Oscar Osvaldo Ottavio Palmira Pamela Paolino Piera Pierluigi Piero
        Pierpaolo Pina Primo Quirino Rachele Raimondo Ramona Rebecca Regina Remo Renata Renato Renzo Rinaldo Rino Rodolfo Rolando Romina Romeo
        Romolo Rosalba Rosalia Rosanna Rosaria Rosario Rossana Rossella Sabina Sabrina Samanta Samuele Sandra Sandro Santina Santo Saverio
        Savino Sebastiano Sergio Severino Silvana Silvano Silvestro Silvio Sonia Sofia Susanna Tania Tatiana Teodoro Tina Tino Tiziana Tiziano
        Tullio Ugo Umberto Valeria Valerio Vanessa Vanni Vera Veronica Vilma Viola Virgilio Virginia Vito Vittoria Vittorio Viviana Walter Wanda
        Ylenia Zaira""",
    "nl": """Jan Johannes Hendrik Cornelis Willem Pieter Gerrit Dirk Jeroen Bas Sander Daan Sem Bram Thijs Lars Ruben Joost Maarten Wouter Koen
        Rob Henk Kees Piet Gijs Teun Luuk Jasper Tim Niels Stijn Sven Rik Marco Michiel Anna Maria Johanna Cornelia Elisabeth Wilhelmina Sanne
        Lotte Emma Sophie Julia Tess Fleur Femke Anouk Lieke Roos Eva Iris Inge Marieke Annelies Ilse Ingrid Monique Esther Saskia Marloes Mieke
        Els Greet Ans Truus Riet Hanneke Petra Yvonne Wim Joris Pieter-Jan Jan-Willem Anne-Mieke Bert Geert Luc Dries Jef Lies Griet Katrien
        Aad Aafke Aart Adriaan Agnes Albert Alice Amber Andries Angelique Anja Anke Ankie Ann Anneke Anneloes Annemarie Annet Anton Antoon Ard
        Arend Arjan Arjen Arne Arnold Arthur Astrid Auke Barbara Bart Bastiaan Bea Bente Berend Bernard Bernadette Bianca Boudewijn Brecht Britt
        Carla Carlijn Caroline Casper Cecile Chantal Charlotte Christel Christiaan Claudia Coby Cor Corrie Cynthia Danielle Daphne Debbie Demi
        Diana Diederik Dick Dion Dirk-Jan Dorien Douwe Duco Eddy Edith Edwin Eline Elise Elke Ellen Elly Emiel Emmy Eric Erik Erwin Esmee Eveline
        Evelien Ezra Fabian Fenna Ferdinand Ferry Filip Floor Floris Frank Frans Frederik Freek Frits Frouke Gemma Gerard Gerda Gerben Gerlinde
        Gert Gina Godelieve Guido Guus Hannah Hanne Hans Harm Harrie Hein Heleen Helma Herman Hilde Huub Ilona Ineke Inez Irene Isa Isabel Ivo Jaap
        Jacco Jacob Jacqueline Jana Janneke Jannie Jantine Jarno Jasmijn Jelle Jelmer Jesse Jet Jeanine Jitske Job Jochem Joke Jolanda Jonas
        Jonathan Joop Jos Josephine Joyce Judith Julian Jurgen Jurre Justin Karel Karin Karlijn Kasper Katja Kelly Kim Kirsten Klaas Klara Kristof
        Laurens Laura Leen Lena Leo Lennart Leonie Levi Lien Lieve Lieven Lina Linda Lisa Lisanne Liselotte Loes Lode Lucas Luca Lucia Lydia Maaike
        Maartje Machteld Manon Marc Marcel Margriet Marian Marianne Marijn Marike Marina Marjolein Marleen Marja Mark Martijn Martine
        Matthias Mats Maud Maurits Max Merel Mia Michelle Mick Mila Milan Mirjam Mirte Mohamed Monica Naomi Natasja Nele Nick Nicole Nico Nienke
        Nina Noa Noor Noortje Olivia Onno Oscar Pascal Patricia Patrick Paula Paulien Peter Pim Pleun Quinten Raf Ralf Ramon Raoul Reinier Remco
        Renate René Renske Rianne Rick Rita Robert Robin Roel Roelof Rogier Roland Romy Ron Ronald Roosmarijn Ruud Ryan Sabine Sam Samuel Sandra
        Sara Sarah Sebastiaan Selma Siebe Sietse Simon Sjaak Sjoerd Sofie Stef Stefan Stefanie Stephan Suzanne Sylvia Sybren Thea Theo Thomas Thom
        Tijl Tijn Tijs Tineke Tobias Tom Ton Toon Tristan Trudy Twan Ursula Valentijn Veerle Vera Veronique Victor Vincent Wendy Wiebe Wietske
        Wilco Wilfried Willeke Willemijn Wilma Wout Yannick Yara Youri Yvette Zoë""",
    "pt": """José João António Francisco Carlos Paulo Manuel Pedro Luís Miguel Rui Jorge Nuno Ricardo Tiago Bruno André Fernando Hugo Diogo Gonçalo
        Duarte Rodrigo Vasco Joaquim Rafael Sérgio Vítor Hélder Filipe Afonso Maria Ana Isabel Paula Teresa Cristina Sofia Marta Inês Catarina
        Joana Beatriz Rita Carla Sandra Susana Patrícia Sónia Mariana Leonor Matilde Carolina Margarida Fátima Conceição Graça Lurdes Rosa Helena
        Filipa Raquel Cláudia Vera Mónica Alexandra Fernanda Manuela Celeste Odete Adelaide Américo Alfredo Armando Dulce Otília Zulmira
        Abílio Adelino Adélia Adriana Adriano Afonsina Agostinho Aida Albano Alberto Albertina Alcina Aldina Alexandre Alice Aline Álvaro Alzira
        Amadeu Amália Amélia Amílcar Anabela Anselmo Antónia Arlindo Arminda Arnaldo Artur Augusta Augusto Aurora Avelino Baltazar Bárbara
        Bartolomeu Belmira Benedita Benjamim Bernardo Bernardete Brás Bruna Caetano Camila Cândida Carina Carminda Carmo Casimiro Cátia Cecília
        Célia César Clara Clarisse Constança Cristiano Custódio Daniel Daniela David Deolinda Diana Dinis Dina Domingos Dora Edgar Edite Edmundo
        Eduarda Eduardo Elisa Elisabete Elsa Elvira Emanuel Emília Emílio Ermelinda Ernesto Estela Ester Esperança Estêvão Eugénia Eugénio Eunice
        Eva Evaristo Fabiana Fábio Faustino Feliciano Fernão Firmino Flávia Flávio Florbela Florinda Francisca Frederico Gabriel Gabriela Garcia
        Gaspar Germano Gil Gilberto Glória Graciete Gracinda Gregório Guilherme Guilhermina Gustavo Henrique Henriqueta Hermínia Hermínio Horácio
        Humberto Idalina Ilda Ilídio Inácio Íris Irene Isaac Isaura Isidoro Isilda Ivo Ivone Jacinta Jacinto Jaime Januário Jéssica Jerónimo
        Joaquina Joel Jorgina Josefa Josefina Júlia Juliana Júlio Justina Lara Laura Laurinda Lídia Leandro Leonardo Leonel Leopoldina Letícia
        Lígia Lília Liliana Lina Lino Lorena Lourenço Lúcia Luciana Luciano Lucília Lucinda Luísa Luzia Mafalda Magda Marcelo Márcia Marcolina
        Marco Marcos Maria-José Mário Marina Marisa Marlene Martim Martinha Mateus Matias Maurício Mauro Maximiano Melissa Micaela Milena Moisés
        Nádia Natália Natércia Nelson Neuza Nélia Noémia Nora Norberto Octávio Odília Ofélia Olga Olinda Olívia Orlando Óscar Osvaldo Palmira
        Paloma Patrício Piedade Prazeres Quitéria Ramiro Raul Regina Renata Renato Rogério Romão Rosália Rosalina Rosária Rúben Rute Salomé
        Salvador Samuel Santiago Sara Sebastião Serafim Severino Silvana Sílvia Silvino Simão Simone Soraia Tânia Tatiana Telma Telmo Teodoro Tomás
        Tomé Úrsula Valdemar Valentim Valéria Vanessa Vânia Virgílio Virgínia Vitória Vitorino Viviana Viriato Wilson Xavier Yara Zacarias Zélia""",
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
        Achterberg Whitaker Hargreaves Ashworth Pemberton Blackwood Cartwright Featherstone Goldsmith Hutchinson Kavanagh Lockwood Merriweather
        Abbott Adams Ainsworth Aldridge Allan Anderson Andrews Armstrong Arnold Atkinson Austin Bailey Baldwin Ball Banks Barber Barker Barlow
        Barnes Barnett Barrett Bates Baxter Beaumont Bennett Benson Berry Bishop Booth Boyle Bradley Bradshaw Brennan Briggs Brooks Bryant Buckley
        Burgess Burke Burns Burton Butler Cahill Callaghan Cameron Carr Carroll Casey Chambers Chapman Christie Clancy Clifford Coleman Collins
        Connolly Conway Cooke Corrigan Costello Cox Craig Crawford Crosby Cullen Cunningham Curran Curtis Dalton Daly Davidson Davis Dawson Delaney
        Dempsey Dennis Dickson Dixon Dobson Doherty Donnelly Donovan Douglas Doyle Drummond Duffy Duncan Dunne Edwards Egan Elliott Ellis 
        Fahy Fallon Farrell Ferguson Finch Finnegan Fisher Fitzpatrick Flanagan Fleming Fletcher Flynn Foley Forbes Ford Forster Foster
        Fowler Fox Francis Freeman Fuller Gibbons Gibbs Gibson Gilbert Giles Gill Gilmore Glover Goddard Goodwin Gordon Grady Grant Gray Greenwood
        Gregory Griffin Griffiths Hale Haley Hamilton Hammond Hancock Harding Hardy Harper Harrington Hart Hartley Harvey Hastings Hawkins
        Hayes Haynes Healy Heath Hewitt Hickey Higgins Hobbs Hodgson Hogan Holden Holland Holloway Holmes Holt Hooper Hopkins Horton Houghton
        Howard Howarth Howe Howell Hudson Hughes Humphreys Hunt Hurley Ingram Irving Jacobs James Jarvis Jenkins Jennings Johnston Joyce Keane
        Kearney Keating Keegan Keenan Kemp Kennedy Kenny Kerr Kirby Knight Knox Lacey Lambert Lawrence Lawson Leary Lennon Leonard Lloyd Logan Lowe
        Lynch Lyons Macpherson Maguire Maher Mahoney Malone Manning Marsden Marsh Marshall Mason Matthews Maxwell McAllister McBride McCabe McCann
        McDermott McDonnell McGrath McGuire McKay McKenna McKenzie McLaughlin McLean McMahon McNamara McNeill Meehan Mills Molloy Moloney Moran
        Morrison Morton Mulligan Mullins Murray Nash Neill Nelson Newman Newton Nicholls Nicholson Nolan Norman Norris Norton O'Callaghan O'Donnell
        O'Dowd O'Hara O'Keeffe O'Leary O'Mahony O'Malley O'Reilly O'Rourke O'Shea O'Sullivan O'Toole Osborne Owen Page Palmer Parkinson Parsons
        Patterson Payne Pearce Pearson Perkins Perry Phelan Phillips Porter Potter Powell Preston Quigley Quinn Rafferty Ramsay Redmond
        Reed Reid Reynolds Rice Richards Richardson Riley Robertson Rooney Rourke Russell Rutherford Ryder Saunders Savage Shannon Sharp Shaw
        Sheehan Sheridan Simmons Simpson Sinclair Skinner Slater Spencer Stephens Stephenson Stevenson Stokes Sutherland Sutton Sweeney Tait Tate
        Thornton Tierney Todd Townsend Tucker Tyler Underwood Vaughan Wallace Walsh Walters Warner Warren Waters Watkins Watson Watts Webb Webster
        Wells Wheeler Whelan Whitehead Whitfield Wilkinson Willis Winter Woods Wyatt Yates""",
    "de": """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann
        Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König
        Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler
        Sandmann Kühnel Wölfle Brandt Bäcker Rademacher Steinbrück Oberländer Pfeiffer Gerlach Dietrich Ziegler Kuhn Pohl Engel Horn Busch Voigt
        Ackermann Adam Adler Ahrens Albers Albrecht Altmann Appel Arndt Arnold Bachmann Bader Bartels Barth Bartsch Baumann Baumgartner Bayer
        Bechtel Beck Behrendt Behrens Bender Benz Bergmann Bernhard Beyer Binder Bischof Blum Böhm Bock Bode Böttcher Bremer Brinkmann
        Brückner Bruns Buchholz Burkhardt Busse Christiansen Claus Conrad Decker Diehl Döring Dreher Ebert Eckert Ehlers Ehrhardt Eichhorn
        Ernst Esser Fink Fleischer Förster Franke Freitag Fritz Fröhlich Funk Gärtner Gebhardt Geiger Geisler Gerber Giese Glaser Göbel
        Götz Graf Greiner Grimm Groß Großmann Gruber Haas Hagen Hamann Hansen Harms Hauser Heck Heinemann Heinrich Heinz Held Heller Hempel Henkel
        Hennig Henning Hentschel Hermann Hertel Herzog Heß Hesse Hildebrandt Hinz Hirsch Höfer Hohmann Holz Hübner Hummel Hunger Jacob Jacobs Jahn
        Janßen Jansen Jost Jürgens Kaufmann Keil Kern Kessler Kiefer Kirchner Klaus Klemm Klinger Knoll Kolb Konrad Köster Kraft Kramer Kraus
        Kremer Kretschmer Kröger Krämer Kruse Kunz Kunze Kurz Lampe Langer Lenz Lindemann Lindner Link Lohmann Lorenz Lucas Ludwig Lutz Mack
        Mai Mann Marquardt Martens Marx Maurer Menzel Merkel Mertens Metzger Meurer Michaelis Mohr Morgenstern Moser Nagel Naumann Neubauer Nickel
        Noack Nolte Opitz Ott Otto Paul Paulsen Petersen Pfeifer Philipp Pieper Popp Preuß Probst Raabe Rapp Rauch Reich Reichert Reimann
        Reimer Reinhardt Reiter Renner Reuter Riedel Rieger Ritter Röder Rohde Römer Rose Rösler Roth Rothe Rudolph Sander Sauer Sauter Schade
        Schaller Schenk Scherer Schiller Schilling Schindler Schlegel Schlüter Schmitz Schnell Schramm Schreiber Schreiner Schröter Schuster
        Schütte Schütz Schwab Seidel Seifert Seitz Siebert Siegel Simon Singer Sommer Sonntag Stahl Stark Steffen Stein Steiner Stephan Stolz
        Strauß Strobel Sturm Thiel Thiele Thomas Trapp Ullrich Ulrich Unger Urban Vetter Völker Voss Wacker Wagenknecht Walther Weidner
        Weigel Weis Wendt Wenzel Werth Wetzel Wieland Wilhelm Wilke Will Wirth Witt Witte Wolff Wulf Wunderlich Zander Zeller Zimmer """,
    "es": """García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero
        Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio
        Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Herrera
        Goikoetxea Etxeberria Iturralde Aguirre Peñalver Quispe Mamani Huamán Chávez Rojas Vargas Zapata Restrepo Echeverría Puig Ferrer Soler
        Abad Acosta Aguilar Aguilera Alcaide Alcántara Alfaro Aranda Aranguren Arce Arenas Arias Arrieta Arroyo Ávila Ayala Ballesteros
        Barrera Barrios Bautista Beltrán Benítez Bermúdez Bernal Blasco Bravo Caballero Cabello Cabrera Calderón Camacho Campos Cárdenas
         Carrasco Carrera Carrillo Casado Castellanos Cordero Correa Cuesta Diez Durán Elizalde Escobar Escudero Espinosa Esteban
        Expósito Figueroa Flores Fuentes Gallardo Galán Galindo Garzón Giménez Gracia Guerra Heredia Hidalgo Hurtado 
        Izquierdo Jurado Lara Ledesma Lorenzo Luna Macías Maldonado Manzano Márquez Marcos Mateo Mateos Mejía Mendoza Merino
        Miranda Molero Montero Montes Montoya Mora Moya Nieto Ochoa Oliva Olmo Orozco Osorio Otero Padilla Palacios Pardo Paredes Parra
        Pastor Paz Peña Peralta Pereira Pineda Plaza Pozo Quintana Quintero Redondo Reina Rey Reyes Ríos Rivas Rivera Robles Roca Roldán
        Román Rosales Rosario Rovira Rueda Sáez Salas Salazar Salinas Salvador Sandoval Santana Santiago Segura Sepúlveda Sevilla Silva Solano
        Solís Soria Soriano Soto Sosa Tapia Tejada Toledo Trujillo Valero Valle Varela Vega Velasco Velázquez Vera Vicente Vila Villa
        Villalobos Villanueva Villar Villegas Zambrano Zamora """,
    "it": """Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De-Luca Mancini Costa Giordano Rizzo Lombardi
        Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola
        De-Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina Sala De-Angelis Gatti Pellegrini
        Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Rossetti Ferraresi Di-Stefano Lo-Russo Dell'Acqua
        Agostini Albanese Amoroso Antonelli Arena Arrigoni Baldi Ballarini Barbato Bartoli Basile Basso Battaglia Bellini Bellucci Beltrame
        Benedetti Benvenuti Bernardi Bertolini Bettini Biagi Biondi Boni Bonetti Bottero Bruni Brunetti Calabrese
         Campana Caputo Carbone Cardone Carta Castelli Cavallaro Cavalli Cerutti Ciampi Cirillo Cocco Cosentino Cozzi
        Cristofori Cuomo D'Alessandro D'Amico D'Andrea D'Agostino Damiani De-Marco De-Rosa Di-Lorenzo Di-Marco Di-Pietro Donati Fabris Falcone
        Fantini Farinelli Fava Federici Ferrero Fiore Fiorentino Fiorini Forte Franchi Franco Franzoni Fumagalli Fusco Gabrielli Galvani
        Garofalo Gasparini Gelmini Genovese Gennari Ghirardi Giannini Giorgi Giovannini Giuliani Granata Graziani Guerra Guidi Iannone Lanza
        Leonardi Locatelli Lombardini Longhi Lucchesi Maggi Magnani Mancuso Manfredi Mantovani Marchi Marconi Mariotti Martelli Martino Masi Massa
        Melis Meloni Merlo Miele Milani Minelli Monaco Montanari Morandi Mori Moro Murgia Nardi Natale Negri Neri Nicoletti Nobile Olivieri Orlandi
         Orsini Pace Pagani Pagano Palmieri Papa Parodi Pasini Pasquali Pastore Pavan Pellegrino Pepe Perini Perrone Petrucci Piazza Piccoli
        Pini Pinna Piras Pisani Pisano Poli Porcu Pozzi Proietti Pugliese Quaranta Raimondi Ravelli Riccardi Riva Rizzuto Rocca Ruggeri Ruggiero
        Sacchi Salerno Salvi Sartori Savini Scarpa Schiavone Sforza Silvestrini Simonetti Sorrentino Spada Spinelli Stella Tedesco
        Tomasi Tosi Trevisan Turco Valente Ventura Venturini Villani Viola Visconti Vitali Volpe Zago Zanella Zanetti Zucca""",
    "nl": """de-Jong Jansen de-Vries van-den-Berg van-Dijk Bakker Janssen Visser Smit Meijer de-Boer Mulder de-Groot Bos Vos Peters Hendriks van-Leeuwen
        Dekker Brouwer de-Wit Dijkstra Smits de-Graaf van-der-Meer van-der-Linden Kok Jacobs de-Haan Vermeulen van-den-Heuvel van-der-Veen van-den-Broek
        de-Bruijn van-der-Heijden Schouten van-Beek Willems van-Vliet van-de-Ven Hoekstra Maas Verhoeven Koster van-Dam Prins Huisman Peeters Kuijpers
        Maes Claes Goossens Wouters De-Smet De-Clercq Vandenbroucke Verstraete Van-Damme Lemmens Mertens Desmet De-Backer Martens D'Hondt Wauters
        Aerts Baert Bakkers Beekman Bergman Bergsma Blok Bosch Bosman Boersma Bogaert Bogaerts Boonen Bouwman Brands Bruins Bruin de-Bruin Buijs
        Callens Ceulemans Claeys Coenen Coppens Cools Cornelis Cuypers D'hooge Daems Declercq De-Boeck De-Bruyne De-Cock De-Meyer De-Pauw De-Ridder
        De-Schepper De-Vos De-Wilde De-Winter Driessen Duijn Evers Everts Faber Franssen Geerts Gerritsen Gielen Goedhart Haan Hamers Heijnen
        Hendrickx Hermans Hofman Huizinga Jansens Jonker Kaptein Kramer Kroon Lambrechts Langendijk Leemans Lenaerts Lievens Lucas Luyten
        Meijerink Meulemans Moens Molenaar Nijhuis Nijland Noordhoek Oosterhuis Ouwehand Pieters Prinsen Put Raes Reinders Rietveld Roelofs
        Rombouts Sanders Schepers Schippers Segers Simons Slot Smeets Smulders Snijders Spaans Stevens Thijssen Timmermans Tuinstra Van-Acker
        van-den-Bosch Van-den-Bossche van-der-Laan van-der-Wal van-Doorn van-Es van-Houten van-Loon van-Rijn Van-Hove Van-Hecke Van-Dyck
         Vandenberghe Vandamme Veenstra Veldman Verbeek Verbeke Verbruggen Verhaegen Verhulst Vermeer Versteeg Vink
        Visscher Vlaming Wagenaar Wiersma Wijnen Willemsen Wolters Zeeman Zijlstra Zwart""",
    "pt": """Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro
        Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Neves Coelho Cruz Cunha Pires Ramos Reis Simões
        Antunes Matos Fonseca Machado Araújo Barbosa Tavares Lourenço Castro Figueiredo Azevedo da-Silva dos-Santos da-Costa de-Sousa de-Almeida
        da-Cruz dos-Reis de-Oliveira Baptista Guerreiro Nogueira Magalhães Brandão Esteves Freitas Henriques Leite Macedo Morais Nascimento
        Abrantes Abreu Aguiar Albuquerque Amaral Amorim Andrade Anjos Assunção Bairros Barata Barreto Barros Bastos Batista Bento
        Bessa Borges Botelho Braga Branco Brito Cabral Caetano Caldeira Calado Camacho Câmara Campos Canelas Cardeira Carneiro Carrilho Casimiro
        Chaves Corte-Real Coutinho Couto Custódio Damasceno Dantas Dias Domingues Duarte Faria Farinha Feijó Félix Ferraz Fialho
        Figueira Filipe Fontes França Frazão Frias Furtado Galvão Gama Garrido Gaspar Godinho Gouveia Graça Grilo Guedes Guimarães Jacinto
        Jardim Jorge Lacerda Lage Lança Leão Leitão Lemos Lima Lisboa Loureiro Lucas Luz Maia Malheiro Marinho Mateus Matias Maurício Medeiros
        Melo Mendonça Meneses Mesquita Mira Miranda Moniz Mota Moura Nobre Nóbrega Noronha Novais Pacheco Paiva Palma Parreira Patrício 
        Paulino Paz Peixoto Penha Pessoa Pimenta Pimentel Pinheiro Portela Prata Prates Queirós Quintas Ramalho Raposo Rebelo Rego Resende Ribas
        Rito Rodrigo Roque Rosário Sá Salgado Salgueiro Salvador Sampaio Sanches Santana Sarmento Seixas Sequeira Serra Serrano Simas Sobral
        Soeiro Taborda Teles Tomás Torres Trindade Vale Valente Valentim Varela Vargas Vasconcelos Vaz Veiga Veloso Ventura Viana Vicente
        Vidal Vilela Vilhena Xavier""",
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
