#!/usr/bin/env python3
"""A roster of any size with its truth, to measure grades on: nothing of the engine is used here.

    make_roster.py FOLDER [--people N] [--prevalence P] [--noise P] [--activity K] [--seed S]

writes the ten tables of records.md and truth.csv (person_id, group, dispatched).
Dispatched people come in crews (fish plants on student visas, builders, remote
programmers on borrowed identities), each crew with habits of its own, so that no
sign is on all of them. The others are students, migrants with permits, nationals,
visitors and freelancers, and do what such people do: share a telephone or a
machine at home, send wages to a family, work too many hours, change employers
before the papers follow, rent from one landlord, are placed by a school at one
site, lodge with the employer at a flat price, are paid into one account of a
family.

Noise is the chance that a record is spoilt once: a typing error in a name, an
optical one in a number or zone, day and month exchanged, a cell left out.
Activity is how many months of transfers and sessions are written. Equal options
give equal bytes.
"""
import argparse
import csv
import pathlib
import random

TABLES = {
    "people": "person_id name native_name other_names birth_date birth_place nationality gender email phone address country",
    "organisations": "organisation_id name kind country registration_number address parent_id ownership_share",
    "papers": "paper_id person_id kind country number name birth_date gender nationality issued expires mrz held_by image_hash",
    "permits": "permit_id person_id country purpose class number granted valid_from valid_to sponsor_id",
    "jobs": "job_id person_id organisation_id agency_id country site sector occupation starts ends contract_signed hours_week "
            "rest_days_month wage_contracted wage_recorded wage_received currency period paid_to payee_account_id deductions "
            "fee_paid housing escorted",
    "accounts": "account_id kind provider identifier holder_id holder_name country opened email phone",
    "transfers": "transfer_id time from_account to_account amount currency purpose",
    "sessions": "session_id account_id time ends ip device_id tool port",
    "shipments": "shipment_id person_id item address country time",
    "claims": "claim_id person_id kind value contact verified",
    "truth": "person_id group dispatched",
}

# Given and family names that are common in each state; a name is drawn, never read again.
NAMES = {
    "RU": ("Ivan Anna Pavel Olga Dmitri Irina Sergei Yelena Mikhail Natalia Alexei Tatiana Nikita Maria Kirill Daria",
           "Zimin Orlov Lebedev Titov Belov Gusev Sorokin Frolov Kuzmin Baranov Makarov Zaitsev Vlasov Filatov Krylov Maslov", True),
    "CN": ("Wei Min Jing Lei Fang Tao Xiaoli Haoran Yuxin Zihan Jianguo Meiling Guoqiang Lihua Yifan Shuang",
           "Sun Guo Luo Tang Deng Xu Shen Cao Peng Zeng Xiao Tian Dong Pan Yuan Jiang", False),
    "VN": ("Minh Linh Tuan Huong Duc Trang Hieu Thao Nam Lan Quang Mai Khanh Phuong Son Nga",
           "Nguyen Tran Le Pham Hoang Vu Bui Do Dang Ngo Duong Ly Phan Truong Dinh Huynh", False),
    "KR": ("Min-jun Seo-yeon Ji-ho Ha-eun Do-yun Ji-woo Jun-seo Su-bin Ye-jun Da-eun Si-woo Chae-won Hyun-woo Yu-na Tae-yang Bo-ra",
           "Han Yoon Lim Seo Kwon Ahn Song Hong Ryu Jeon Nam Bae Baek Noh Heo Ha", True),
    "KZ": ("Aigerim Nurlan Dana Yerlan Viktor Larisa Rustam Galina Madina Askar Saule Timur Asel Daniyar Zhanna Bolat",
           "Tsoi Nam Tyan Yugai Ogai Shegai Khegai Abenov Seitkali Omarov Zhumabek Sadykov Iskakov Nurpeis Akhmet Bekov", True),
    "UZ": ("Aziz Dilnoza Sherzod Nigora Jasur Gulnora Otabek Malika Bobur Zulfiya Farrukh Sevara Ulugbek Kamola Davron Feruza",
           "Karimov Rakhimov Yusupov Tursunov Ergashev Saidov Umarov Nazarov Sharipov Kadyrov Mirzaev Ismoilov Aliev Rustamov Hakimov Azimov", True),
    "KP": ("Myong Il|Kwang Su|Song Hui|Chol Jun|Un Ha|Kum Song|Yong Min|Hyok Jin|Kyong Ae|Nam Chol|Sun Yong|Tae Song|Mi Hyang|In Guk|Chun Il|Pyong Ho",
           "Ryang Paek Mun Sin Yu Ro Pyon Om Hwang An Chu Sok Ma Ku U Hyon", False),
    "IN": ("Arjun Priya Rahul Anita Vikram Kavya Sanjay Meera Rohan Divya Amit Pooja Nikhil Sneha Karthik Lakshmi",
           "Menon Kulkarni Bose Rao Pillai Chauhan Naidu Bhatt Mehta Iyer Joshi Desai Reddy Nair Kapoor Sinha", True),
    "UA": ("Taras Oksana Bohdan Iryna Andrii Halyna Mykola Sofia Petro Kateryna Yurii Nadiia Ostap Marta Danylo Lesia",
           "Kovalenko Bondar Tkach Moroz Savchuk Lysenko Polishchuk Hrytsenko Kravets Melnyk Shevchuk Panchenko Rudenko Klymenko Marchenko Honchar", True),
}
NAMES = {code: ((given.split("|") if "|" in given else given.split()), family.split(), given_first)
         for code, (given, family, given_first) in NAMES.items()}
ALPHA3 = {"RU": "RUS", "CN": "CHN", "VN": "VNM", "KR": "KOR", "KZ": "KAZ", "UZ": "UZB", "KP": "PRK", "IN": "IND", "UA": "UKR"}
NUMBER = {"RU": "7{:08d}", "CN": "E{:08d}", "VN": "C{:07d}", "KR": "M{:08d}", "KZ": "N{:08d}", "UZ": "FA{:07d}", "KP": "{:09d}",
          "IN": "Z{:07d}", "UA": "FA{:06d}"}
SPACE = {code: 10 ** int(form[form.index(":0") + 2:form.index("d}")]) for code, form in NUMBER.items()}
VALID_YEARS = {"KP": 5, "CN": 10, "RU": 10, "VN": 10, "KR": 10, "KZ": 10, "UZ": 10, "IN": 10, "UA": 10}
LOOKS_LIKE = {"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z", "O": "0", "I": "1", "B": "8", "S": "5", "Z": "2", "G": "6", "6": "G"}


def check_digit(text):
    total = 0
    for i, sign in enumerate(text):
        value = int(sign) if sign.isdigit() else 0 if sign == "<" else ord(sign) - 55
        total += value * (7, 3, 1)[i % 3]
    return str(total % 10)


class World:
    """The tables as they grow, and the draws they come from."""

    def __init__(self, folder, options):
        self.r = random.Random(options.seed)
        self.noise, self.months = options.noise, options.activity
        self.files = {name: open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") for name in TABLES}
        self.writers = {name: csv.writer(f, lineterminator="\n") for name, f in self.files.items()}
        self.columns = {name: columns.split() for name, columns in TABLES.items()}
        self.count = dict.fromkeys(TABLES, 0)
        self.serial = dict.fromkeys(NUMBER, 1000)
        self.fixed = {}
        for name, columns in self.columns.items():
            self.writers[name].writerow(columns)

    def close(self):
        for f in self.files.values():
            f.close()

    # ---- writing ----
    def add(self, table, cells):
        """Writes a row and returns its id; a record of a person may be spoilt once on the way."""
        columns = self.columns[table]
        self.count[table] += 1
        key = columns[0]
        if key not in cells:
            cells[key] = f"{table[:2]}{self.count[table]}"
        name = cells[key]
        if self.noise and table in SPOILT and self.r.random() < self.noise:
            self.spoil(cells, SPOILT[table])
        self.writers[table].writerow([cells.get(column, "") for column in columns])
        return name

    def spoil(self, cells, kinds):
        """One slip of a clerk or a machine in one cell."""
        filled = [column for column in kinds if cells.get(column)]
        if not filled:
            return
        column = self.r.choice(filled)
        text, kind = str(cells[column]), kinds[column]
        if self.r.random() < 0.3:
            cells[column] = ""
        elif kind == "text":
            i = self.r.randrange(len(text))
            cells[column] = self.r.choice([text[:i] + text[i + 1:], text[:i] + text[i] + text[i:],
                                           text[:i] + self.r.choice("aeionrst") + text[i + 1:],
                                           text[:max(i - 1, 0)] + text[max(i - 1, 0):i + 1][::-1] + text[i + 1:]])
        elif kind == "code":
            places = [i for i, sign in enumerate(text) if sign in LOOKS_LIKE]
            if places:
                i = self.r.choice(places)
                cells[column] = text[:i] + LOOKS_LIKE[text[i]] + text[i + 1:]
        elif kind == "date" and len(text) == 10 and int(text[8:]) <= 12:
            cells[column] = f"{text[:4]}-{text[8:]}-{text[5:7]}"
        elif kind == "date":
            cells[column] = f"{text[:8]}{(int(text[8:]) + self.r.choice([1, 10])) % 28 + 1:02d}"

    # ---- draws ----
    def chance(self, p):
        return self.r.random() < p

    def date(self, low, high):
        return f"{self.r.randint(low, high)}-{self.r.randint(1, 12):02d}-{self.r.randint(1, 28):02d}"

    def name(self, of):
        given, family, given_first = NAMES[of]
        first, last = self.r.choice(given), self.r.choice(family)
        if of in ("VN", "RU", "IN") and self.chance(0.6):
            middle = self.r.choice(given)
            return (f"{first} {middle} {last}" if given_first else f"{last} {middle} {first}"), last
        return (f"{first} {last}" if given_first else f"{last} {first}"), last

    def phone(self, prefix):
        return f"{prefix}{self.r.randrange(10 ** 9):09d}"

    # ---- people and what they carry ----
    def person(self, of, group, dispatched, born, **more):
        self.count["people"] += 1
        pid = f"p{self.count['people']}"
        name, family = self.name(of)
        p = dict(person_id=pid, name=name, birth_date=self.date(*born), nationality=of, gender=self.r.choice(["male", "female"]),
                 email=f"{pid}@mail.example", phone=self.phone("+7"), address=f"{self.r.randint(1, 400)} {self.r.choice(STREETS)}, flat {self.r.randint(1, 300)}-{pid[-3:]}",
                 country="RU", family=family)
        p.update(more)
        self.count["people"] -= 1
        self.add("people", {key: value for key, value in p.items() if key != "family"})
        self.add("truth", dict(person_id=pid, group=group, dispatched="yes" if dispatched else "no"))
        return p

    def passport(self, p, country, **more):
        self.serial[country] = (self.serial[country] + self.r.randint(1, 40)) % SPACE[country]
        number = NUMBER[country].format(self.serial[country])
        issued = self.date(2016, 2022)
        years = VALID_YEARS[country]
        expires = f"{int(issued[:4]) + years}{issued[4:]}"
        words = p["name"].upper().replace("-", "<").split()
        family = p["family"].upper()
        words.remove(family)
        field = number.ljust(9, "<")
        born, ends = p["birth_date"].replace("-", "")[2:], expires.replace("-", "")[2:]
        second = f"{field}{check_digit(field)}{ALPHA3[country]}{born}{check_digit(born)}{p['gender'][0].upper()}{ends}{check_digit(ends)}{'<' * 14}0"
        second += check_digit(second[0:10] + second[13:20] + second[21:43])
        cells = dict(person_id=p["person_id"], kind="passport", country=country, number=number, name=p["name"], birth_date=p["birth_date"],
                     gender=p["gender"], nationality=country, issued=issued, expires=expires, held_by="person",
                     mrz=f"P<{ALPHA3[country]}{family}<<{'<'.join(words)}".ljust(44, "<")[:44] + "|" + second,
                     image_hash=f"{self.r.getrandbits(64):016x}")
        cells.update(more)
        return self.add("papers", cells)

    def permit(self, p, purpose, start, end, sponsor="", **more):
        return self.add("permits", dict({"class": {"study": "student", "tourism": "tourist"}.get(purpose, "")}, person_id=p["person_id"], country="RU",
                                        purpose=purpose, granted=f"{start[:8]}01", valid_from=start, valid_to=end, sponsor_id=sponsor, **more))

    def account(self, p, kind="bank", **more):
        cells = dict(kind=kind, provider="Port Bank", identifier=f"40817{self.count['accounts']:015d}", holder_id=p["person_id"], holder_name=p["name"],
                     country=p["country"], opened=self.date(2019, 2022))
        cells.update(more)
        return self.add("accounts", cells)

    def job(self, p, organisation, start, hours, wage, account, **more):
        cells = dict(person_id=p["person_id"], organisation_id=organisation, country="RU", starts=start, contract_signed=start, hours_week=hours,
                     rest_days_month=self.r.randint(4, 9), wage_contracted=wage, wage_recorded=wage, wage_received=int(wage * 0.87), currency="RUB",
                     period="month", paid_to="worker", payee_account_id=account, fee_paid=0, housing=self.r.choice(["private flat", "private flat", "hostel"]),
                     escorted="no")
        cells.update(more)
        return self.add("jobs", cells)

    def transfer(self, month, day, source, target, amount, purpose="", currency="RUB", hour=9):
        return self.add("transfers", dict(time=f"2024-{month:02d}-{day:02d}T{hour:02d}:00:00Z", from_account=source, to_account=target, amount=amount,
                                          currency=currency, purpose=purpose))

    def wages(self, payer, account, amount, currency="RUB"):
        for month in range(1, self.months + 1):
            self.transfer(month, 5, payer, account, amount, "wages", currency)

    def organisation(self, kind, name, country="RU"):
        oid = self.add("organisations", dict(name=name, kind=kind, country=country, registration_number=f"{self.r.randrange(10 ** 9, 10 ** 10)}"))
        account = self.add("accounts", dict(kind="bank", provider="Port Bank", identifier=f"40702{self.count['accounts']:015d}", holder_id=oid,
                                            holder_name=name, country=country, opened="2015-01-01"))
        return oid, account


SPOILT = {
    "people": {"name": "text", "birth_date": "date", "phone": "code", "email": "text", "nationality": "code", "gender": "keep"},
    "papers": {"name": "text", "birth_date": "date", "number": "code", "mrz": "code", "issued": "date", "expires": "date", "gender": "keep", "nationality": "keep"},
    "permits": {"valid_from": "date", "valid_to": "date", "sponsor_id": "keep", "purpose": "keep"},
    "jobs": {"starts": "date", "hours_week": "keep", "paid_to": "keep", "payee_account_id": "keep", "wage_received": "keep"},
    "accounts": {"holder_name": "text", "holder_id": "keep"},
    "sessions": {"device_id": "keep", "ip": "code"},
    "claims": {"contact": "text"},
}
STREETS = [f"{name} street" for name in "Morskaya Lesnaya Novaya Sadovaya Zelyonaya Polevaya Rechnaya Shkolnaya Tikhaya Vostochnaya Ozyornaya Gornaya".split()]
TRADES = ["Fish", "Building", "Timber", "Harbour", "Metal", "Bakery", "Garden", "Glass", "Textile", "Road", "Crane", "Cold Store"]
TOWNS = ["Zaliv", "Verkhnyaya", "Ostrov", "Kamenka", "Mysovoe", "Berezovo", "Tayozhny", "Lugovoe", "Pristan", "Severny"]


class Port:
    """Organisations that people share."""

    def __init__(self, w, people):
        firms = max(12, people // 60)
        self.employers = [w.organisation("employer", f"{w.r.choice(TRADES)} Works {w.r.choice(TOWNS)} No. {i}") for i in range(firms)]
        self.schools = [w.organisation("school", f"{w.r.choice(TOWNS)} Polytechnic No. {i}") for i in range(max(2, people // 2500))]
        self.staffers = [w.organisation("agency", f"{w.r.choice(TOWNS)} Staffing No. {i}") for i in range(max(2, people // 4000))]
        self.landlords = [w.organisation("other", f"{w.r.choice(TOWNS)} Homes No. {i}") for i in range(max(2, people // 1500))]
        self.remitters = [w.organisation("other", f"Remit {w.r.choice(TOWNS)} No. {i}") for i in range(max(2, people // 20000))]
        self.platform = w.organisation("platform", "Codeferry Freelance Platform", "US")
        self.clients = [w.organisation("employer", f"Software House No. {i}", "US") for i in range(max(3, people // 3000))]


# ---- people who are what they say ----
def remittance(w, port, p, account, wage):
    """What migrants do with pay: rent, and money to a family, by a remitter or straight to one account at home."""
    landlord = w.r.choice(port.landlords)[1] if w.chance(0.3) else ""
    style = w.r.random()
    home = w.account(p, holder_id="", holder_name="", country=p["nationality"], provider="Home Bank") if style < 0.25 else w.r.choice(port.remitters)[1]
    share = 0.9 if style < 0.02 else w.r.uniform(0.2, 0.6)  # one in fifty sends nearly all on, at once
    for month in range(1, w.months + 1):
        if landlord:
            w.transfer(month, 8, account, landlord, int(wage * 0.2), "rent")
        if style < 0.7:
            w.transfer(month, 6 if style < 0.02 else 12 + month % 9, account, home, int(wage * share), "family")


def student(w, port):
    of = w.r.choice(["CN", "VN", "IN", "KZ", "UZ"])
    p = w.person(of, "student", False, (1998, 2006))
    school = w.r.choice(port.schools)[0]
    w.passport(p, of)
    w.permit(p, "study", "2023-09-01", "2026-06-30", school)
    if not w.chance(0.5):
        return
    employer, payer = w.r.choice(port.employers)
    hours = w.r.choice([30, 36, 40]) if w.chance(0.03) else w.r.choice([8, 10, 12, 16, 20])
    account = w.account(p)
    w.job(p, employer, w.date(2024, 2024), hours, 900 * hours, account, occupation="kitchen help")
    w.wages(payer, account, 900 * hours)


def migrant(w, port):
    of = w.r.choice(["VN", "CN", "UZ", "UZ", "KZ", "KR", "IN", "UA"])
    p = w.person(of, "migrant", False, (1968, 2003))
    employer, payer = w.r.choice(port.employers)
    w.passport(p, of, **({"held_by": "employer"} if w.chance(0.02) else {}))
    start = w.date(2021, 2023)
    sponsor = w.r.choice(port.employers)[0] if w.chance(0.01) else employer
    if not w.chance(0.02):
        permit_start = start if not w.chance(0.01) else f"{int(start[:4]) + 1}{start[4:]}"
        w.permit(p, "work", permit_start, "2027-12-31", sponsor)
    wage = w.r.randrange(45000, 120000, 500)
    account = w.account(p)
    more = dict(occupation=w.r.choice(["carpenter", "fish cutter", "welder", "driver", "cook"]), sector=w.r.choice("CFHI"), site=f"site {w.r.randint(1, 9)} of {employer}")
    if w.chance(0.06):  # hired through a staffing firm; a few of these firms pay on
        more["agency_id"] = w.r.choice(port.staffers)[0]
        if w.chance(0.1):
            more["paid_to"] = "agency"
    if w.chance(0.01):
        more["wage_received"] = int(wage * 0.45)  # an employer who cheats
    if w.chance(0.01):
        more["payee_account_id"] = w.account(dict(p, name="spouse"), holder_id="", holder_name=f"{w.name(of)[0]}")
    w.job(p, employer, start, w.r.choice([40, 40, 40, 44, 48, 54]), wage, account, **more)
    w.wages(payer, account, int(wage * 0.87))
    remittance(w, port, p, account, int(wage * 0.87))


def national(w, port):
    p = w.person("RU", "national", False, (1958, 2004))
    w.passport(p, "RU")
    employer, payer = w.r.choice(port.employers)
    wage = w.r.randrange(50000, 160000, 1000)
    account = w.account(p)
    w.job(p, employer, w.date(2012, 2023), 40, wage, account)
    w.wages(payer, account, int(wage * 0.87))


def visitor(w, port):
    of = w.r.choice(["CN", "KR", "IN", "KZ"])
    p = w.person(of, "visitor", False, (1950, 2003), country=of)
    w.passport(p, of)
    month = w.r.randint(1, 11)
    w.permit(p, "tourism", f"2024-{month:02d}-03", f"2024-{month + 1:02d}-01")


def couple(w, port):
    """Two at home: often one telephone, sometimes one machine, each with an account of a platform."""
    of = w.r.choice(["UA", "IN", "KR", "VN"])
    home = f"{w.r.randint(1, 900)} Home lane {w.count['people']}"
    phone = w.phone("+3")
    machine = f"d{w.count['sessions']}h"
    together = w.chance(0.04)
    for _ in range(2):
        freelancer(w, port, of=of, address=home, **({"phone": phone} if w.chance(0.1) else {}), machine=machine if together else "")


def freelancer(w, port, of="", machine="", **more):
    of = of or w.r.choice(["UA", "IN", "KR", "VN", "CN"])
    p = w.person(of, "freelancer", False, (1975, 2003), country=of, **more)
    w.passport(p, of)
    platform = w.account(p, "platform", provider="Codeferry", identifier=f"dev{p['person_id']}", country="US")
    account = w.account(p, provider="Home Bank")
    wage = w.r.randrange(1500, 7000, 100)
    w.job(p, w.r.choice(port.clients)[0], w.date(2020, 2023), 40, wage, account, country=of, site="remote", sector="J", occupation="programmer", currency="USD",
          wage_received=wage, housing="", contract_signed="")
    machine = machine or f"d{p['person_id']}"
    network = f"10.{w.r.randrange(256)}.{w.r.randrange(256)}.{w.r.randrange(256)}"
    tools = ["", "", "", "", "AnyDesk", "TeamViewer"] if w.chance(0.1) else ["Mullvad VPN", ""] if w.chance(0.05) else [""]
    for month in range(1, w.months + 1):
        for day in (4, 18):
            w.add("sessions", dict(account_id=platform, time=f"2024-{month:02d}-{day:02d}T08:00:00Z", ends=f"2024-{month:02d}-{day:02d}T17:00:00Z",
                                   ip=network, device_id=machine, tool=w.r.choice(tools), port="443"))
        w.transfer(month, 28, platform, account, wage, "payout", "USD")
        if w.chance(0.4):
            w.transfer(month, 29, account, w.r.choice(port.landlords)[1], int(wage * 0.25), "rent", "USD")
    if w.chance(0.3):
        elsewhere = w.chance(0.01)
        w.add("shipments", dict(person_id=p["person_id"], item="laptop", address=p["address"], country="US" if elsewhere else of, time="2023-01-05T00:00:00Z"))
    w.add("claims", dict(person_id=p["person_id"], kind="employer", value=f"Former Works {w.r.randrange(5000)}", contact=f"hr{w.r.randrange(10 ** 6)}@former.example",
                         verified="no" if w.chance(0.005) else w.r.choice(["yes", "unknown"])))


def placement(w, port):
    """A school that places its students in practice: one site, full weeks for a time."""
    school, (employer, payer) = w.r.choice(port.schools)[0], w.r.choice(port.employers)
    for _ in range(w.r.randint(4, 9)):
        p = w.person(w.r.choice(["CN", "VN", "IN", "KZ", "UZ"]), "placement", False, (1998, 2006))
        w.passport(p, p["nationality"])
        w.permit(p, "study", "2023-09-01", "2026-06-30", school)
        account = w.account(p)
        w.job(p, employer, "2024-06-01", w.r.choice([36, 40]), 40000, account, site=f"hall of {employer}", ends="2024-08-31")
        w.wages(payer, account, 34800)


def lodgers(w, port):
    """An employer with a hostel: one address and a flat price for board and lodging."""
    employer, payer = w.r.choice(port.employers)
    price, hostel = w.r.randrange(11000, 19000, 500), f"Hostel of {employer}"
    for _ in range(w.r.randint(4, 12)):
        p = w.person(w.r.choice(["VN", "UZ", "CN"]), "lodger", False, (1970, 2003), address=hostel)
        start = w.date(2021, 2023)
        w.passport(p, p["nationality"])
        w.permit(p, "work", start, "2027-12-31", employer)
        account, wage = w.account(p), w.r.randrange(50000, 80000, 500)
        w.job(p, employer, start, w.r.choice([40, 48]), wage, account, deductions=price, wage_received=int(wage * 0.87) - price, housing="hostel of the employer", site=f"hall of {employer}")
        w.wages(payer, account, int(wage * 0.87) - price)


def household(w, port):
    """Three of one family are paid into the account of one of them, and share a telephone."""
    of, phone, account = w.r.choice(["UZ", "KZ", "UA"]), w.phone("+7"), ""
    home = f"{w.r.randint(1, 400)} {w.r.choice(STREETS)}, flat {w.count['people']}"
    for _ in range(3):
        p = w.person(of, "household", False, (1965, 2004), address=home, **({"phone": phone} if w.chance(0.2) else {}))
        employer, start = w.r.choice(port.employers)[0], w.date(2021, 2023)
        w.passport(p, of)
        w.permit(p, "work", start, "2027-12-31", employer)
        account = account or w.account(p)
        w.job(p, employer, start, 40, w.r.randrange(45000, 90000, 500), account)


def refugee(w, port):
    p = w.person("KP", "refugee", False, (1970, 2000), address=f"Shelter {w.count['people']}")
    w.passport(p, "KP")
    w.permit(p, "protection", "2022-05-01", "2027-05-01")
    w.job(p, w.r.choice(port.employers)[0], "2023-03-01", 40, 60000, w.account(p), occupation="cook")


INNOCENT = [(0.28, student), (0.34, migrant), (0.20, national), (0.10, visitor), (0.059, freelancer), (0.02, couple), (0.001, refugee), (0.0005, placement), (0.0005, lodgers), (0.0005, household)]


# ---- crews of dispatched people ----
def posted(w, port, group, size, trade):
    """A crew on one site under one agency. Its papers, permits and pay follow its own habits."""
    agency, agency_account = w.organisation("agency", f"{w.r.choice(TOWNS)} {trade} Cooperation {w.count['people']}", "RU" if w.chance(0.5) else "KP")
    employer, payer = w.r.choice(port.employers)
    school = w.r.choice(port.schools)[0]
    keeps_papers, pools_pay, one_quota = w.chance(0.8), w.chance(0.8), w.chance(0.6)
    purpose = w.r.choice(["study", "study", "trainee", "tourism", ""]) if group == "fish plant" else w.r.choice(["study", "tourism", "business", "", ""])
    dormitory, site, wage = f"Dormitory {agency}", f"hall of {employer}", w.r.randrange(50000, 100000, 1000)
    start = w.date(2022, 2024)
    quota, telephone = int(wage * w.r.uniform(0.5, 0.8)), w.phone("+7")
    for _ in range(size):
        declared = "KP" if w.chance(0.8) else w.r.choice(["CN", "RU", "KZ"])
        p = w.person("KP", group, True, (1972, 2003), nationality=declared, address=dormitory if w.chance(0.9) else "",
                     phone=telephone if w.chance(0.3) else "" if w.chance(0.5) else w.phone("+7"))
        if w.chance(0.85):
            w.passport(p, "KP" if declared == "KP" or w.chance(0.3) else declared, held_by="agency" if keeps_papers else w.r.choice(["person", "unknown"]))
        if purpose and w.chance(0.9):
            w.permit(p, purpose, start, f"{int(start[:4]) + 2}{start[4:]}", school if purpose == "study" else agency)
        own = w.account(p) if not pools_pay or w.chance(0.2) else ""
        received = int(wage * w.r.uniform(0.1, 0.4))
        w.job(p, employer, start, w.r.randint(52, 80) if w.chance(0.9) else "", wage, own or agency_account, agency_id=agency, site=site, sector=trade[0], occupation=trade,
              wage_received=received if w.chance(0.7) else "", paid_to="agency" if pools_pay else w.r.choice(["worker", "employer", ""]),
              deductions=quota if one_quota else "", rest_days_month=w.r.randint(0, 2), housing="dormitory on the site" if w.chance(0.7) else "",
              escorted="yes" if w.chance(0.5) else "unknown", fee_paid=60000 if w.chance(0.3) else "")
        w.wages(payer, own or agency_account, wage)
        if own:
            for month in range(1, w.months + 1):
                w.transfer(month, 6, own, agency_account, wage - received, "")


def programmers(w, port, size):
    """A crew that works remotely on borrowed identities; what is shared differs from crew to crew."""
    cash_out = w.add("accounts", dict(kind="exchange", provider="Coinport", identifier=f"x{w.count['accounts']}", country="AE", opened="2022-11-01"))
    farm, picture, referee = f"{w.r.randint(1, 900)} Orchard lane {w.count['people']}", f"{w.r.getrandbits(64):016x}", f"ref{w.count['people']}@ref.example"
    shares_machines, uses_farm, cashes_out, lies = w.chance(0.85), w.chance(0.6), w.chance(0.8), w.chance(0.6)
    network = f"10.{w.r.randrange(256)}.{w.r.randrange(256)}.{w.r.randrange(256)}"
    for i in range(size):
        of = w.r.choice(["UA", "CN", "VN", "IN"])
        p = w.person(of, "programmers", True, (1985, 2002), country=w.r.choice(["US", of]))
        if w.chance(0.8):
            w.passport(p, of, **({"image_hash": picture} if w.chance(0.25) else {}))
        other = w.name(w.r.choice(["UA", "RU", "IN"]))[0] if w.chance(0.3) else p["name"]
        platform = w.account(p, "platform", provider="Codeferry", identifier=f"dev{p['person_id']}", country="US", holder_name=other)
        account = w.account(p, provider="Payport", country="US")
        wage = w.r.randrange(4000, 9000, 100)
        w.job(p, w.r.choice(port.clients)[0], "2023-04-01", 40, wage, account, country="US", site="remote", sector="J", occupation="programmer", currency="USD",
              wage_received=wage, housing="", escorted="unknown", contract_signed="")
        for month in range(1, w.months + 1):
            for day in (2, 9, 16):
                w.add("sessions", dict(account_id=platform, time=f"2024-{month:02d}-{day:02d}T0{i % 5 + 1}:00:00Z",
                                       ends=f"2024-{month:02d}-{day + (1 if w.chance(0.05) else 0):02d}T1{i % 9}:00:00Z", ip=network if w.chance(0.6) else f"10.0.{w.r.randrange(256)}.{w.r.randrange(256)}",
                                       device_id=f"m{cash_out}-{i // 3}" if shares_machines else f"m{p['person_id']}",
                                       tool=w.r.choice(["AnyDesk", "TeamViewer", "Astrill VPN", "", "", "PiKVM"]), port=w.r.choice(["443", "443", "3389"])))
            w.transfer(month, 28, platform, account, wage, "payout", "USD")
            if cashes_out:
                w.transfer(month, 29, account, cash_out, int(wage * w.r.uniform(0.82, 0.95)), "", "USD")
        if w.chance(0.7):
            w.add("shipments", dict(person_id=p["person_id"], item="laptop", address=farm if uses_farm else p["address"], country="US", time="2023-04-03T00:00:00Z"))
        w.add("claims", dict(person_id=p["person_id"], kind="employer", value="Blue Harbor Systems", contact=referee,
                             verified="no" if lies and w.chance(0.5) else "unknown"))
        if w.chance(0.6):
            w.add("claims", dict(person_id=p["person_id"], kind="referee", value="J. Carver", contact=referee, verified="unknown"))
        if w.chance(0.5):
            w.add("claims", dict(person_id=p["person_id"], kind="portfolio", value=f"https://portfolio.example/{referee if w.chance(0.5) else p['person_id']}", verified="unknown"))


def crew(w, port, left):
    kind = w.r.random()
    if kind < 0.4:
        posted(w, port, "fish plant", min(left, w.r.randint(8, 60)), "Catering")
    elif kind < 0.75:
        posted(w, port, "builders", min(left, w.r.randint(6, 40)), "Building")
    else:
        programmers(w, port, min(left, w.r.randint(4, 12)))


def populate(w, options):
    """Innocent people and crews in turn, so that a crew's rows stand among the others."""
    port = Port(w, options.people)
    guilty = round(options.people * options.prevalence)
    weights, makers = [share for share, _ in INNOCENT], [maker for _, maker in INNOCENT]
    done = 0
    while w.count["people"] < options.people:
        due = guilty * w.count["people"] // options.people
        if done < guilty and (due > done or options.people - w.count["people"] <= guilty - done):
            before = w.count["people"]
            crew(w, port, guilty - done)
            done += w.count["people"] - before
        else:
            w.r.choices(makers, weights)[0](w, port)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--people", type=int, default=20000)
    parser.add_argument("--prevalence", type=float, default=0.01)
    parser.add_argument("--noise", type=float, default=0.02)
    parser.add_argument("--activity", type=int, default=3, help="months of transfers and sessions, at most 12")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not (options.people > 0 and 0 <= options.prevalence < 1 and 0 <= options.noise <= 1 and 1 <= options.activity <= 12):
        parser.error("people above 0, prevalence and noise within 0 and 1, activity 1 to 12")
    options.folder.mkdir(parents=True, exist_ok=True)
    world = World(options.folder, options)
    populate(world, options)
    world.close()
    print(f"{world.count['people']} people, {sum(world.count.values()) - world.count['truth']} rows")


main()
