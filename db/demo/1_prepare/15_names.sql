CREATE TEMP TABLE demo_name ON COMMIT DROP AS
SELECT
    string_to_array(
        'Aaliyah Adrian Aisha Alan Alba Amara Amir Andrea Anja Anton Astrid Bao Beatriz Bilal Bjorn Carla Carmen Chidi '
        'Chloe Clara Daniela David Diego Dmitri Edith Elena Eli Emeka Emma Enzo Erik Esther Fatima Felix Fiona Gabriel '
        'Hana Hannah Hassan Helena Henrik Ibrahim Imani Isla Ivan Jack Jana Javier Jin Joana Julia Kai Karim Katya '
        'Kenji Lara Leila Leo Lucia Lukas Maja Malik Marco Maria Marta Mateo Maya Milan Mina Nadia Naomi Nikhil Noah '
        'Olga Oliver Oscar Paula Pedro Petra Quinn Rachel Rafael Ravi Rosa Ruth Sami Sara Sergio Sofia Stefan Tariq '
        'Teresa Theo Tomas Uma Valentina Victor Wei Yara Yusuf Zoe',
        ' '
    ) AS first_names,
    string_to_array(
        'Abebe Adler Ahmed Almeida Andersson Aoki Bakker Banerjee Baptiste Becker Bianchi Boateng Bose Brandt Brennan '
        'Castillo Chaudhry Cohen Costa Dahl Delgado Diallo Dubois Eriksen Evans Fernandes Fischer Fontaine Fraser '
        'Garcia Goldberg Greco Gupta Haas Hakimi Hansen Hoffmann Horvath Hughes Ibrahim Ivanova Jansen Johansson Kaur '
        'Keller Khan Kimura Kovacs Kowalski Kruger Lambert Larsen Laurent Lopez Mancini Markovic Mbaye Meier Mendes '
        'Moreau Morris Mueller Murphy Nakamura Ndiaye Nguyen Nilsson Novak Obi Okoye Olsen Ortiz Osei Park Patel '
        'Pereira Petrov Quintero Ramirez Reyes Ricci Romero Rossi Santos Sato Schmidt Schneider Silva Singh Smit '
        'Sorensen Sousa Suzuki Tan Torres Urbina Vargas Visser Wagner Wang Weiss Wong Yamada Yilmaz Zhang Zimmermann',
        ' '
    ) AS last_names,
    string_to_array(
        'Alder Amber Arrow Aspen Atlas Beacon Birch Bluebird Bramble Canal Cedar Cobalt Compass Copper Coral Crescent '
        'Delta Drift Ember Falcon Fern Fjord Garnet Granite Harbor Hazel Heron Highland Indigo Ivory Jade Juniper '
        'Keystone Lantern Larch Linden Lotus Maple Marble Meadow Mistral Monarch Nectar North Oak Olive Onyx Orchard '
        'Otter Pebble Pine Quarry Raven Reed River Rowan Saffron Sierra Slate Solstice Spruce Sterling Summit Tamarind '
        'Thistle Tidal Timber Topaz Umber Vale Velvet Verdant Vista Walnut Willow Zephyr',
        ' '
    ) AS words,
    string_to_array(
        'Foods Logistics Hotels Clinics Studios Partners Retail Energy Housing Engineering Schools Museums Textiles '
        'Robotics Travel Insurance Farms Media Design Labs',
        ' '
    ) AS trades;
