#!/usr/bin/env python3
"""examples/harbour/: a fictional port with 414 people, and the truth in a file of its own.

    gen_harbour.py            write the tables
    gen_harbour.py --check    exit 1 if a committed table differs

Everything is invented: people, companies, numbers. Three groups are dispatched
(fish plant on student visas; builders whose pay goes to an agency; remote
programmers on borrowed identities); everybody else is what they say, with the
slips and coincidences that real records have. One seed, no clock.
"""
import csv
import io
import pathlib
import random
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "examples" / "harbour"
R = random.Random(20260115)
PORT = "RU"

TABLES = {
    "people": "person_id name native_name birth_date nationality gender email phone address country",
    "organisations": "organisation_id name kind country registration_number parent_id ownership_share",
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
rows = {name: [] for name in TABLES}
counters = {}


def add(table, **cells):
    key = TABLES[table].split()[0]
    if key not in cells:
        counters[table] = counters.get(table, 0) + 1
        cells[key] = f"{table[0] if table not in ('papers', 'permits', 'claims') else {'papers': 'd', 'permits': 'v', 'claims': 'c'}[table]}{counters[table]}"
    rows[table].append(cells)
    return cells[key]


# ---- names, by where the invented families come from ----
NAMES = {
    "RU": (["Ivan", "Anna", "Pavel", "Olga", "Dmitri", "Irina", "Sergei", "Yelena"], ["Zimin", "Orlov", "Lebedev", "Titov", "Belov", "Gusev", "Sorokin", "Frolov"]),
    "CN": (["Wei", "Min", "Jing", "Lei", "Fang", "Tao", "Xiaoli", "Haoran"], ["Sun", "Guo", "Luo", "Tang", "Deng", "Xu", "Shen", "Cao"]),
    "VN": (["Minh", "Linh", "Tuan", "Huong", "Duc", "Trang", "Hieu", "Thao"], ["Nguyen Van", "Tran Thi", "Le Van", "Pham Thi", "Hoang Van", "Vu Thi", "Bui Van", "Do Thi"]),
    "KR": (["Min-jun", "Seo-yeon", "Ji-ho", "Ha-eun", "Do-yun", "Ji-woo", "Jun-seo", "Su-bin"], ["Han", "Yoon", "Lim", "Seo", "Kwon", "Ahn", "Song", "Hong"]),
    "KZ": (["Aigerim", "Nurlan", "Dana", "Yerlan", "Viktor", "Larisa", "Rustam", "Galina"], ["Tsoi", "Nam", "Tyan", "Yugai", "Ogai", "Shegai", "Khegai", "Lyan"]),
    "KP": (["Myong Il", "Kwang Su", "Song Hui", "Chol Jun", "Un Ha", "Kum Song", "Yong Min", "Hyok Jin"], ["Ryang", "Paek", "Mun", "Sin", "Yu", "Ro", "Pyon", "Om"]),
    "IN": (["Arjun", "Priya", "Rahul", "Anita", "Vikram", "Kavya", "Sanjay", "Meera"], ["Menon", "Kulkarni", "Bose", "Rao", "Pillai", "Chauhan", "Naidu", "Bhatt"]),
    "UA": (["Taras", "Oksana", "Bohdan", "Iryna", "Andrii", "Halyna", "Mykola", "Sofia"], ["Kovalenko", "Bondar", "Tkach", "Moroz", "Savchuk", "Lysenko", "Polishchuk", "Hrytsenko"]),
}
used = set()


def new_name(of):
    given, family = NAMES[of]
    for _ in range(1000):
        name = f"{R.choice(given)} {R.choice(family)}" if of not in ("KP", "VN", "CN") else f"{R.choice(family)} {R.choice(given)}"
        if name not in used:
            used.add(name)
            return name
        name = name + " " + R.choice(NAMES[of][0])
        if name not in used:
            used.add(name)
            return name
    raise SystemExit("names are used up")


def date(low, high):
    return f"{R.randint(low, high)}-{R.randint(1, 12):02d}-{R.randint(1, 28):02d}"


ALPHA3 = {"RU": "RUS", "CN": "CHN", "VN": "VNM", "KR": "KOR", "KZ": "KAZ", "KP": "PRK", "IN": "IND", "UA": "UKR", "US": "USA"}


def check_digit(text):
    value = lambda c: int(c) if c.isdigit() else 0 if c == "<" else ord(c) - 55
    return str(sum(value(c) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def mrz(country, number, name, birth, gender, expires, nationality):
    words = name.upper().replace("-", "<").replace("'", "").split()
    family, given = (words[0], words[1:]) if country in ("KP", "VN", "CN") else (words[-1], words[:-1])
    line1 = f"P<{ALPHA3[country]}{family}<<{'<'.join(given)}".ljust(44, "<")[:44]
    number = number.ljust(9, "<")
    born, ends = birth.replace("-", "")[2:], expires.replace("-", "")[2:]
    line2 = f"{number}{check_digit(number)}{ALPHA3[nationality]}{born}{check_digit(born)}{gender.upper()[0]}{ends}{check_digit(ends)}{'<' * 14}0"
    line2 += check_digit(line2[0:10] + line2[13:20] + line2[21:43])
    return f"{line1}|{line2}"


FORM = {"RU": "75{:07d}", "CN": "E{:08d}", "VN": "C{:07d}", "KR": "M{:08d}", "KZ": "N{:08d}", "KP": "{:09d}", "IN": "Z{:07d}", "UA": "FA{:06d}", "US": "{:09d}"}
numbers = {}


def passport(person, country, name, birth, gender, held_by="person", **more):
    numbers[country] = numbers.get(country, 1000) + R.randint(3, 97)
    number = FORM[country].format(numbers[country])
    issued = date(2018, 2022)
    expires = f"{int(issued[:4]) + (5 if country in ('KP', 'CN') else 10)}{issued[4:]}"
    expires = expires if expires > "2026" else f"2027{issued[4:]}"
    cells = dict(person_id=person, kind="passport", country=country, number=number, name=name, birth_date=birth, gender=gender,
                 nationality=country, issued=issued, expires=expires, held_by=held_by,
                 mrz=mrz(country, number, name, birth, gender, expires, country), image_hash=f"img{len(rows['papers']):04d}")
    cells.update(more)
    return add("papers", **cells)


phones = iter(range(9140001000, 9149999999, 37))


def person(of, group, dispatched, born=(1975, 2003), **more):
    pid = f"p{len(rows['people']) + 1:03d}"
    gender = R.choice(["male", "female"])
    name, birth = new_name(of), date(*born)
    cells = dict(person_id=pid, name=name, birth_date=birth, nationality=of, gender=gender,
                 email=f"{pid}@mail.example", phone=f"+7 {next(phones)}",
                 address=f"{R.randint(1, 180)} Morskaya street, flat {R.randint(1, 240)}-{pid}", country=PORT)
    cells.update(more)
    add("people", **cells)
    add("truth", person_id=pid, group=group, dispatched="yes" if dispatched else "no")
    return pid, name, birth, gender


def bank(pid, name, opened="2023-02-01", **more):
    cells = dict(kind="bank", provider="Port Bank", identifier=f"40817{len(rows['accounts']):011d}", holder_id=pid, holder_name=name,
                 country=PORT, opened=opened)
    cells.update(more)
    return add("accounts", **cells)


def job(pid, org, starts, hours, wage, account="", **more):
    cells = dict(person_id=pid, organisation_id=org, country=PORT, starts=starts, contract_signed=starts, hours_week=hours,
                 rest_days_month=8, wage_contracted=wage, wage_recorded=wage, wage_received=int(wage * 0.87), currency="RUB",
                 period="month", paid_to="worker", payee_account_id=account, fee_paid=0, housing="private flat", escorted="no")
    cells.update(more)
    return add("jobs", **cells)


def organisations():
    for oid, name, kind, country in [
            ("o01", "Zaliv Fish Processing Plant", "employer", PORT), ("o02", "Vostochny Building Trust", "employer", PORT),
            ("o03", "Maritime State Polytechnic of Zaliv", "school", PORT), ("o04", "Chongsol Labour Cooperation", "agency", "KP"),
            ("o05", "Pine Lake Staffing", "agency", PORT), ("o06", "Harbour Crane Works", "employer", PORT),
            ("o07", "Seoul Shipbrokers Zaliv Office", "employer", PORT), ("o08", "Codeferry Freelance Platform", "platform", "US"),
            ("o09", "Northlight Software", "employer", "US"), ("o10", "Port Bank", "bank", PORT),
            ("o11", "Golden Sturgeon Restaurants", "employer", PORT), ("o12", "Customs House of Zaliv", "government", PORT)]:
        add("organisations", organisation_id=oid, name=name, kind=kind, country=country, registration_number=f"25{oid[1:]}00417")


def students():
    for i in range(132):
        of = R.choice(["CN", "VN", "IN", "KZ"])
        pid, name, birth, gender = person(of, "student", False, born=(1999, 2006))
        passport(pid, of, name, birth, gender)
        add("permits", person_id=pid, country=PORT, purpose="study", **{"class": "student"}, granted="2023-08-20", valid_from="2023-09-01",
            valid_to="2026-06-30", sponsor_id="o03")
        if i % 2 == 0:
            account = bank(pid, name)
            hours = 40 if i in (10, 50) else R.choice([8, 10, 12, 16, 20])  # two work full time in their holidays
            job(pid, R.choice(["o11", "o06"]), "2024-02-01", hours, 900 * hours, account, occupation="kitchen help")
    for a, b in ((3, 4), (21, 22)):  # room mates with one telephone
        rows["people"][60 + a]["phone"] = rows["people"][60 + b]["phone"]


def workers(of, count, group, org, purpose, wage, **job_cells):
    for i in range(count):
        pid, name, birth, gender = person(of, group, False)
        passport(pid, of, name, birth, gender)
        account = bank(pid, name)
        add("permits", person_id=pid, country=PORT, purpose=purpose, granted="2022-12-10", valid_from="2023-01-01", valid_to="2027-12-31", sponsor_id=org)
        job(pid, org, "2023-02-01", 40, wage + 500 * (i % 7), account, **job_cells)


def locals_and_visitors():
    for i in range(60):
        pid, name, birth, gender = person("RU", "local", False)
        passport(pid, "RU", name, birth, gender)
        account = bank(pid, name)
        job(pid, R.choice(["o01", "o02", "o06", "o11", "o12"]), date(2015, 2022), 40, 70000 + 1000 * (i % 20), account)
    for i in range(40):
        of = R.choice(["CN", "KR", "IN"])
        pid, name, birth, gender = person(of, "tourist", False, country=of, born=(1950, 2003))
        passport(pid, of, name, birth, gender)
        add("permits", person_id=pid, country=PORT, purpose="tourism", **{"class": "tourist"}, granted="2024-05-01", valid_from="2024-05-10", valid_to="2024-06-08")


def fish_plant():
    """Student visas, full time at the plant, pay through the agency."""
    pay = add("accounts", kind="bank", provider="Port Bank", identifier="40807000000000077", holder_id="o04", holder_name="Chongsol Labour Cooperation", country=PORT, opened="2023-06-01")
    for i in range(20):
        declared = "KP" if i < 14 else "CN"  # six say otherwise, and their papers are not shown
        pid, name, birth, gender = person("KP", "fish plant", True, nationality=declared, phone="" if i % 2 else "+7 9145550101",
                                          address="4 Plant road, dormitory 2", born=(1985, 2002))
        if i < 14:
            passport(pid, "KP", name, birth, gender, held_by="agency")
        add("permits", person_id=pid, country=PORT, purpose="study", **{"class": "student"}, granted="2023-09-20", valid_from="2023-10-01", valid_to="2025-09-30", sponsor_id="o03")
        job(pid, "o01", "2023-10-09", 66, 52000, pay, agency_id="o04", site="Zaliv plant, hall 3", sector="C", occupation="fish cutter", wage_received=13000, paid_to="agency", deductions=31000, rest_days_month=1, housing="dormitory on the site", escorted="yes",
            fee_paid=60000)


def builders():
    """Work permits before 2018 or none, pay to the agency, identical quota."""
    pay = add("accounts", kind="bank", provider="Port Bank", identifier="40807000000000093", holder_id="o05", holder_name="Pine Lake Staffing", country=PORT, opened="2022-06-01")
    for i in range(18):
        pid, name, birth, gender = person("KP", "builders", True, address="9 Quay, containers", born=(1972, 1995))
        if i < 12:
            passport(pid, "KP", name, birth, gender, held_by="employer")
        if i % 3:
            add("permits", person_id=pid, country=PORT, purpose="tourism", **{"class": "tourist"}, granted="2024-02-20", valid_from="2024-03-01", valid_to="2024-03-30")
        job(pid, "o02", "2024-03-04", 72, 80000, pay, agency_id="o05", site="Quay 9", sector="F", occupation="builder", wage_received=16000, paid_to="agency", deductions=62000,
            rest_days_month=2, housing="containers on the site", escorted="yes" if i % 2 else "unknown")


def programmers():
    """Remote, on identities of others; machines and houses are shared."""
    cash_out = add("accounts", kind="exchange", provider="Coinport", identifier="acct-77", holder_id="", holder_name="", country="AE", opened="2022-11-01")
    for i in range(12):
        of = "UA"
        pid, name, birth, gender = person(of, "programmers", True, country="US" if i % 2 else "UA", address=f"{100 + i} Lakeview drive", phone="+1 5550100177" if i % 4 == 0 else f"+1 55501{i:05d}", born=(1988, 2000))
        passport(pid, of, name, birth, gender, image_hash="img-same" if i in (1, 5, 8) else f"img9{i:03d}")
        platform = add("accounts", kind="platform", provider="Codeferry", identifier=f"dev{i:02d}", holder_id=pid, holder_name=name if i % 3 else R.choice(["Mark Stone", "Ken Sato", "Lee Walker"]), country="US", opened="2023-03-01")
        account = bank(pid, name, provider="Payport", country="US", opened="2023-03-05")
        job(pid, "o09", "2023-04-01", 40, 6000, account, country="US", site="remote", sector="J", occupation="programmer", currency="USD", wage_received=6000, housing="", escorted="unknown")
        for day in range(3):
            add("sessions", account_id=platform, time=f"2024-04-{2 + day * 5:02d}T0{day + 1}:00:00Z", ends=f"2024-04-{3 + day * 5:02d}T0{day + 4}:00:00Z" if i in (2, 7) else f"2024-04-{2 + day * 5:02d}T1{day}:00:00Z", ip=f"203.0.113.{10 + i % 2}", device_id=f"dev-{i // 4}", tool=R.choice(["AnyDesk", "TeamViewer", "Astrill VPN", "", "PiKVM"]), port=R.choice(["443", "3389"]))
        for month in range(1, 5):
            add("transfers", time=f"2024-0{month}-28T10:00:00Z", from_account=platform, to_account=account, amount=6000, currency="USD", purpose="payout")
            add("transfers", time=f"2024-0{month}-29T09:00:00Z", from_account=account, to_account=cash_out, amount=5400, currency="USD", purpose="")
        add("shipments", person_id=pid, item="laptop", address="1450 Orchard lane, Dayton" if i < 7 else f"PO Box {i}44, Reno", country="US", time="2023-04-03T00:00:00Z")
        add("claims", person_id=pid, kind="employer", value="Blue Harbor Systems", contact="hr@blueharbor.example", verified="no" if i % 2 else "unknown")
        add("claims", person_id=pid, kind="referee", value="J. Carver", contact="carver@ref.example", verified="unknown")
        add("claims", person_id=pid, kind="portfolio", value="https://portfolio.example/k7" if i % 3 == 0 else f"https://portfolio.example/{i}", verified="unknown")


def honest_programmers():
    """Eight who work from home and are who they say; one shares a machine with a spouse."""
    for i in range(8):
        of = R.choice(["UA", "IN", "KR"])
        pid, name, birth, gender = person(of, "honest programmer", False, country=of)
        passport(pid, of, name, birth, gender)
        platform = add("accounts", kind="platform", provider="Codeferry", identifier=f"own{i:02d}", holder_id=pid, holder_name=name, country="US", opened="2021-01-10")
        account = bank(pid, name, provider="Home Bank", country=of)
        job(pid, "o09", "2022-01-10", 40, 6000, account, country=of, site="remote", currency="USD", wage_received=6000, housing="", escorted="no")
        for day in range(3):
            add("sessions", account_id=platform, time=f"2024-04-{2 + day:02d}T08:00:00Z", ends=f"2024-04-{2 + day:02d}T17:00:00Z", ip=f"198.51.100.{20 + i}", device_id=f"home-{min(i, 6)}", tool="", port="443")
        add("shipments", person_id=pid, item="laptop", address=f"{i} Home street, {name}", country=of, time="2022-01-05T00:00:00Z")
        add("claims", person_id=pid, kind="employer", value="Former Works", contact=f"hr{i}@former.example", verified="yes")


def refugees():
    """Four who left an earlier posting and are under protection: nobody may learn where they are."""
    for i in range(4):
        pid, name, birth, gender = person("KP", "refugee", False, address=f"Shelter house {i}, Hidden lane", born=(1980, 1998))
        passport(pid, "KP", name, birth, gender)
        account = bank(pid, name)
        add("permits", person_id=pid, country=PORT, purpose="protection", granted="2022-05-01", valid_from="2022-05-01", valid_to="2027-05-01")
        job(pid, "o11", "2023-03-01", 40, 60000, account, site=f"Secret kitchen {i}", occupation="cook")


def slips():
    """What real records have: a date typed wrong, a name that changed, a shared mailbox."""
    papers = rows["papers"]
    papers[7]["birth_date"] = "1990-01-10"
    papers[150]["number"] = papers[150]["number"][:-1] + "9"
    rows["people"][200]["email"] = rows["people"][201]["email"]


def texts():
    organisations()
    students()
    workers("KR", 40, "south korean", "o07", "work", 180000, occupation="broker", sector="H")
    workers("KZ", 24, "korean of kazakhstan", "o06", "work", 90000, occupation="crane operator", sector="H")
    workers("CN", 16, "korean of china", "o02", "work", 85000, occupation="carpenter", sector="F")
    workers("VN", 40, "vietnamese worker", "o01", "work", 60000, occupation="fish cutter", sector="C", site="Zaliv plant, hall 1")
    locals_and_visitors()
    fish_plant()
    builders()
    programmers()
    honest_programmers()
    refugees()
    slips()
    out = {}
    for table, columns in TABLES.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, columns.split(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[table])
        out[table] = text.getvalue()
    return out


def main():
    check = "--check" in sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for table, text in texts().items():
        path = FOLDER / f"{table}.csv"
        if check and path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path} is not what tools/gen_harbour.py writes")
        if not check:
            path.write_text(text, encoding="utf-8")
    print(f"{len(rows['people'])} people, {len(rows['organisations'])} organisations, {len(rows['jobs'])} jobs")


main()
