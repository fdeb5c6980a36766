"""Whole names as the families of a region write them: given names, surnames and middle names that go together, in their usual order.

Written for this project, and completed with the CC0 lists of names by country (`gazetteer-world-names`). A name drawn word by word
mixes the regions: "Mei Traoré" teaches little of "Mei Tran" or "Tran Thi Mei".
"""

from functools import cache
from random import Random
from typing import NamedTuple

from egide.detection.tagger.words import fold
from training.tagger.sources import DATA, read_rows


class Family(NamedTuple):
    """Names that go together.

    Attributes:
        given: Given names.
        surnames: Surnames.
        middle: Names that stand between the surname and the given name; none for most.
        surname_first: How often the surname is written first.
        syllables: Whether two given names are at times written as one name, apart or with a hyphen.
        countries: Codes of the CC0 lists that complete it.
    """

    given: str
    surnames: str
    middle: str = ""
    surname_first: float = 0.2
    syllables: bool = False
    countries: str = ""


FAMILIES = (
    Family(
        """Anh Ánh Bảo Bích Bình Chi Cường Diệu Dung Dũng Duy Đào Đạt Đức Giang Hà Hải Hân Hạnh Hiền Hiếu Hoa Hòa Hoàng Hùng Huệ Hương Huy
        Huyền Khánh Khoa Kiên Kim Lan Lâm Liên Linh Loan Long Ly Mai Minh My Nam Nga Ngân Ngọc Nguyệt Nhung Phong Phúc Phương Phượng Quân Quang Quốc
        Quyên Quỳnh Sơn Tâm Tân Thảo Thanh Thành Thắng Thu Thủy Thúy Tiến Toàn Trang Trinh Trung Tú Tuấn Tuyết Uyên Vân Việt Vinh Vy Xuân Yến""",
        "Nguyễn Nguyễn Nguyen Nguyen Trần Tran Lê Phạm Pham Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Đoàn Trịnh Mai Lương Tạ Tô Lâm Cao Châu",
        middle="Thị Thị Thi Văn Văn Van Hữu Đức Minh Ngọc Thanh Kim Xuân Quốc Anh Thu Bích Hồng",
        surname_first=0.5,
        countries="VN",
    ),
    Family(
        """Ai An Bao Bin Bo Chun Dan Fang Fei Feng Gang Guang Hai Han Hao Hong Hua Hui Jia Jian Jie Jin Jing Juan Jun Kai Lan Lei Li Lian Lin Ling Long
        Mei Min Ming Na Ning Ping Qi Qiang Qing Rong Rui Shan Shu Tao Ting Wei Wen Xia Xiang Xiao Xin Xiu Xue Yan Yang Yi Ying Yong Yu Yuan Yue Yun
        Zhen Zhi Zhong Xiaoming Xiaoyan Jianguo Meiling Yuxuan Zihan Haoyu Weiming Lihua Guoqiang Xiuying Junjie Yating""",
        """Wang Wang Li Li Zhang Zhang Liu Liu Chen Chen Yang Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Deng Feng Han Cao
        Zeng Peng Xiao Cai Pan Tian Dong Yuan Yu Jiang Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Fang Bai Chan Cheung Wong Lam Ho Kwok Ng Leung Tsai Hsu Chang Qian Qiu""",
        surname_first=0.45,
        syllables=True,
        countries="CN TW",
    ),
    Family(
        "Minjun Seoyeon Jiwoo Hyun Sung Eun Hye Jin Joon Sang Young Mi Kyung Hee Soo Dong Seung Yuna Hana Yuki Kenji Haruka Takeshi Naoko Ayumi",
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Kwon Hwang Ahn Song Yoo Hong Bae Tanaka Suzuki Sato Yamamoto Ito Kobayashi Kato",
        surname_first=0.4,
        syllables=True,
        countries="KR JP",
    ),
    Family(
        "Sokha Sophea Dara Bopha Chanthou Kosal Vanna Srey Rithy Somaly Somchai Siriporn Malee Niran Khamla Bounmy Phonsavanh Noy Vilay",
        "Sok Chea Chhim Keo Kim Ly Meas Nhem Prak Sam Seng Suon Tep Ung Vong Chanthavong Phommachanh Vang Xiong Yang Lor Srisai Saetang",
        surname_first=0.5,
        countries="KH",
    ),
    Family(
        """Mamadou Moussa Ousmane Ibrahima Amadou Seydou Souleymane Modibo Bakary Fatoumata Aminata Mariam Awa Kadiatou Oumou Aïssata Bintou Salimata Kofi
        Kwame Kouadio Koffi Yao Aya Adjoua Chinedu Ngozi Emeka Ifeoma Babacar Ndeye Khady Astou Rokhaya Serigne Pape Cheikh Assane Adama Djeneba Ramatoulaye Hawa""",
        """Traoré Diallo Diarra Coulibaly Keïta Konaté Touré Cissé Sissoko Sidibé Camara Bah Barry Sow Ba Ndiaye Diop Fall Gueye Faye Sarr Mbaye Sy Kane Ly Sall
        Ouattara Koné Kouassi Bamba Ouedraogo Kaboré Sawadogo Zongo Compaoré Mensah Boateng Okafor Adeyemi Okonkwo Dembélé Doucouré Fofana Sangaré Maïga Dia""",
        surname_first=0.3,
    ),
    Family(
        """Dieudonné Grâce Merveille Exaucée Parfait Bienvenu Désiré Tshala Mbuyi Nzuzi Kabongo Espérance Fabrice Landry Brice Armel Chancel Gloire Divine
        Rakoto Voahangy Hery Lalao Tiana Fanja Mialy Haja Njaka Uwase Ineza Mutoni Jean-Bosco Clarisse Aimé Béni Prudence Junior Christelle Nadège""",
        """Ngo Nkoulou Essomba Atangana Kamga Fotso Obiang Ondo Makosso Mabiala Kabila Ilunga Tshibangu Mukendi Mbemba Nzé Ekotto Biya Owona Kasongo Lukusa
        Rakotomalala Andrianarivo Rabe Razafindrakoto Ramanantsoa Rasolofo Randria Nkurunziza Habimana Uwimana Mugisha Bisimwa Mbappé Tchamba Eyenga Zola Samba""",
        surname_first=0.3,
    ),
    Family(
        """Mohamed Ahmed Karim Rachid Mustapha Youssef Mehdi Yassine Bilal Samir Farid Nabil Hicham Omar Ali Hassan Brahim Abdelkader Fatima Khadija Aïcha Samira
        Nadia Leïla Amina Malika Zineb Hanane Soraya Farida Naïma Fatiha Djamila Safia Sofiane Walid Zakaria Ines Rania Meriem Lotfi Nour Salah Tarek Hayet""",
        """Benali Bensaïd Belkacem Bouzid Haddad Hamdi Mansouri Saïdi Ziani Khelifi Amrani El-Amrani El-Idrissi Benjelloun Alaoui Cherkaoui Tazi Bennani Boukhari
        Messaoudi Ferhat Ouali Aït-Ahmed Trabelsi Jaziri Ben-Salah Gharbi Mejri Brahimi Slimani Hadj Taleb Bouazza Cherif Rahmani Nasri Khelil Mokhtari Zerrouki""",
    ),
    Family(
        """Priya Rahul Anjali Sanjay Deepak Ravi Lakshmi Arjun Kavita Suresh Asha Vijay Meena Rajesh Sunita Amit Pooja Nisha Vikram Divya Farhan Ayesha Imran
        Nadeem Tharshini Sivakumar Nilanthi Kumari Bishal Sita Dilip Mohan Devi Rani Ganesh Shanthi Selvi""",
        """Singh Patel Kumar Sharma Gupta Krishnan Rao Reddy Khan Hussain Begum Chowdhury Rahman Islam Haider Sivapalan Nadarajah Selvarajah Rajaratnam Iyer Nair
        Menon Das Roy Sen Ghosh Mukherjee Joshi Desai Shah Mehta Verma Malik Qureshi Siddiqui Ansari Pillai""",
        countries="IN LK NP BD",
    ),
    Family(
        """Mehmet Ayşe Emre Fatma Mustafa Zeynep Elif Murat Hakan Cem Selin Ebru Serkan Levon Anahit Tigran Armen Shushan Nino Giorgi Tamar Hüseyin Gül Şule Onur
        Reza Shirin Farid Mahsa Parisa Aram Berfin Dilan Rojda""",
        """Yılmaz Kaya Demir Şahin Çelik Özdemir Yıldız Aydın Arslan Öztürk Doğan Kılıç Koç Kurt Polat Hakobyan Sargsyan Petrosyan Grigoryan Hosseini Rahimi Karimi
        Ahmadi Tavakoli Moradi Beridze Kapanadze Bozkurt Güneş""",
        countries="TR AM GE AZ",
    ),
    Family(
        """Ivan Olga Dmitri Svetlana Natalia Oleksandr Iryna Andriy Oksana Katarzyna Wojciech Agnieszka Piotr Małgorzata Krzysztof Ion Mihai Andreea Ioana Florin
        Vasile Radu Milan Goran Jelena Dragan Marko Vesna Zoltán Ágnes Petr Lenka Bojan Ljiljana""",
        """Ivanov Petrov Smirnova Kuznetsov Shevchenko Kovalenko Bondarenko Kowalski Nowak Wiśniewski Wójcik Szymański Zieliński Popescu Ionescu Dragomir Popa
        Dumitru Stan Jovanović Petrović Nikolić Horvat Novák Svoboda Nagy Kovács Szabó Dimitrov Georgieva Hoxha""",
        countries="RU UA PL RO RS BG CZ HR HU SK",
    ),
)
_WEIGHTS = (22, 22, 7, 5, 12, 8, 10, 7, 5, 6)
_TOGETHER = 0.4
_LONG = 6


@cache
def _completed(place: int) -> tuple[list[str], list[str]]:
    """Return the given names and the surnames of a family, with those of the CC0 lists."""
    family = FAMILIES[place]
    given, surnames = family.given.split(), [name.replace("-", " ") for name in family.surnames.split()]
    for file, names in (("common-forenames-by-country.csv.gz", given), ("common-surnames-by-country.csv", surnames)):
        for row in read_rows(DATA / "gazetteer-world-names" / file):
            name = (row["Romanized Name"] or row["Localized Name"]).strip()
            if row["Country"] in family.countries.split() and fold(name).replace("-", "").replace(" ", "").isascii():
                names += [part for part in name.split("/") if part and part[0].isupper()]
    return given, surnames


def every_name() -> tuple[list[str], list[str]]:
    """Return the given names and the surnames written here, for the gazetteer."""
    given = [name for family in FAMILIES for name in family.given.split()]
    return given, [name.replace("-", " ") for family in FAMILIES for name in family.surnames.split()]


def _another(name: str, names: list[str], dice: Random) -> str:
    return dice.choice([other for other in names if other != name])


def whole_name(dice: Random) -> tuple[str, str]:
    """Draw the given name, middle names included, and the surname of one person; a middle name goes with either order.

    Args:
        dice: Where chance comes from.

    Returns:
        The parts in the order in which they are written: `("Nguyễn", "Thị Hương")` or `("Hương", "Nguyễn")`.
    """
    place = dice.choices(range(len(FAMILIES)), _WEIGHTS)[0]
    family = FAMILIES[place]
    given_names, surnames = _completed(place)
    given = dice.choice(given_names)
    surname = dice.choice(surnames)
    if family.syllables and len(given) < _LONG and "-" not in given and dice.random() < _TOGETHER:
        second = _another(given, [name for name in family.given.split() if len(name) < _LONG], dice)
        given = dice.choice([f"{given} {second}", f"{given}-{second.lower()}", f"{given}{second.lower()}"])
    surname_first = dice.random() < family.surname_first
    if family.middle and dice.random() < _TOGETHER:
        middle = dice.choice(family.middle.split())
        given = f"{middle} {given}" if surname_first or dice.random() < 0.5 else f"{given} {middle}"
    return (surname, given) if surname_first else (given, surname)
