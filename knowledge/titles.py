"""Titles of roles: what looks like one, where one ends in running text, and the shorter forms staff use."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The nouns that job titles end in. A title with another noun is still found by its field or heading.
_NOUNS = """
accountant actuary adjudicator administrator adviser advisor agent aide ambassador analyst animator anthropologist
appraiser apprentice arborist archaeologist architect archivist artist assembler assessor assistant associate
attendant attorney audiologist auditor author avp bailiff baker barback barber barista barmaid barman bartender
bellhop biller biologist boatman boilermaker bookbinder bookkeeper bosun botanist brewer bricklayer broker builder
bursar busser butcher buyer cameraman campaigner cantor captain caregiver carer caretaker carpenter cartographer
cashier cataloger cataloguer ceo cfo chair chairman chairperson chairwoman chancellor chaperone chaplain chargeman
chef chemist chief choreographer cio cleaner clerk clinician cna co-ordinator coach cobbler coder commander
commissioner companion comptroller concierge conductor conservator constable consultant controller convener convenor
coo cook coordinator copywriter corporal councillor councilman councilor counsel counsellor counselor courier cpo
craftsman cto curator custodian deacon dean deckhand delegate dentist deputy designer detailer detective developer
dietician dietitian director dishwasher dispatcher docent doctor doorman doula drafter dramaturg dresser dressmaker
driver ecologist economist editor educator electrician embalmer engineer engraver enumerator estimator evaluator evp
examiner executive expert fabricator facilitator farmhand farrier fellow ferryman finisher firefighter fitter florist
foreman forester fundraiser gardener generalist geographer geologist glassblower glassworker glazier grader groomer
groundskeeper groundsman guard hand handler handyman handyperson head headteacher helper historian horticulturist
hospitalist hostess housekeeper hygienist illustrator inspector installer instructor intern interpreter
interventionist interviewer investigator investor invigilator ironworker janitor jeweler jeweller joiner journalist
journeyman judge keeper laborer labourer lawyer lead leader lecturer lectureship legislator liaison librarian
lieutenant lifeguard lineman linesman lineworker loader locksmith longshoreman lpn machinist magistrate maintainer
manager marketeer marketer marshal mason master matron mechanic mediator mentee mentor merchandiser metalworker
midwife millworker millwright minister moderator monitor musician nanny naturalist navigator negotiator notary nurse
nutritionist officer oiler ombudsman ombudsperson operative operator optician optometrist orderly organiser organist
organizer owner packer page painter paraeducator paralegal paramedic paraprofessional parliamentarian partner pastor
pathologist patternmaker paver paviour person pharmacist phlebotomist photographer physician physicist physiotherapist
pianist picker pilot pipefitter planner plasterer plumber podiatrist porter postdoc practitioner preceptor president
priest principal processor proctor producer professor professorship programmer projectionist proofreader provost
psychiatrist psychologist psychotherapist purchaser purser rabbi radiographer ranger receptionist recruiter rector
referee registrar rep repairer repairman reporter representative researcher responder reviewer rigger rn roaster
roofer roustabout runner sailor salesman salesperson saleswoman scaffolder scheduler scholar scientist scorekeeper
seamstress secretary seller sergeant server serviceman sexton shelver shoemaker shunter signaller signalman sitter
skipper solicitor sonographer sorter specialist spokesperson stagehand statistician steamfitter steeplejack stevedore
steward stewardess stocker stockkeeper stonemason storekeeper storeman strategist student stylist superintendent
superviser supervisor supporter surgeon surveyor svp swamper sysadmin tailor taker teacher tech technician
technologist teller tester therapist tiler timekeeper toolmaker trader tradesman trainee trainer translator treasurer
trooper trustee tutor typist umpire undersecretary underwriter upholsterer usher valet verger vet veterinarian vicar
volunteer vp waiter waitress warden warehouseman watchmaker watchman weaver webmaster welder woodworker worker
wrangler writer zoologist
"""
ROLE_NOUNS = frozenset(_NOUNS.split())
# Words that say how high a role stands among others of its kind.
RANKS = frozenset(
    ("junior", "senior", "lead", "principal", "head", "chief", "deputy", "assistant", "associate", "staff", "trainee",
     "apprentice", "entry", "mid", "jr", "sr", "i", "ii", "iii", "iv")
)  # fmt: skip
# What papers are called that tell of many roles, or of none.
_PAPERS = frozenset(
    ("policy", "procedure", "guide", "guideline", "handbook", "manual", "faq", "rule", "regulation", "playbook",
     "checklist", "agreement", "benefit", "process", "leave", "programme", "program", "calendar", "newsletter",
     "minute")
)  # fmt: skip
_GROUPS = frozenset(("team", "crew", "cast"))
_BODIES_LISTED = "board council committee trustees governors panel team management office cabinet executive"
_BODIES = frozenset(_BODIES_LISTED.split())
LONGEST_NAME = 8  # words
_CONNECTORS = frozenset(("of", "for", "and", "the", "&", "-", "–", "/", "to", "in", "or", "a", "on", "at", "with"))
_NOT_AFTER_COMMA = frozenset(
    ("the", "this", "that", "these", "you", "your", "our", "and", "in", "as", "with", "under", "a", "an", "we", "it")
)
_STOP = re.compile(
    r"\s(?:who|which|that|whose|where|when|while|will|is|are|was|has|have|does|may|must|can|shall|should|provides?|works?"
    r"|performs?|assists?|supervises?|manages?|oversees?|leads?|supports?|plans?|serves?|coordinates?|directs?|ensures?"
    r"|receives?|develops?|helps?|handles?|by|on|at|per|from|with|within|during|through|regarding|about|each|every|as|if"
    r"|but|so|to|via|including|in)\s",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:either |both |to |by |of |from )?(?:the |an? |our |your |their |its |his or her |one of the )?", re.I
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# "Hiring junior developers", "Being a team lead": what is done with those who have a role, or by them.
_ABOUT_ROLES = re.compile(
    r"(?:hiring|recruiting|interviewing|onboarding|welcoming|mentoring|promoting|finding|paying)\s(?:.*\s)?\w+s$"
    r"|[a-z]+ing\s(?:an?|the|our|your)\s",
    re.IGNORECASE,
)
_AFTER_HEAD = re.compile(
    r"\s[-–—|:]\s?|-\s|[,(/:]|\s(?:of|for|to|in|at|with|on)\s|\s(?:PRN|(?:Full|Part)-?[Tt]ime|Per Diem|Casual)\b"
    r"|\s(?:\d(?:st|nd|rd|th)|First|Second|Third|Night|Day)(?: (?:and|&) \w+)? [Ss]hift\b"
)
_OF_PAPER = re.compile(r"pages? \d+\b", re.IGNORECASE)  # "Page 3 of 4": a page is a job, too
_EITHER = re.compile(r"(?<=\w)/(?=\w)")  # "Boiler/Pump Attendant"
_NUMERAL = re.compile(r"[IVX]{1,4}|\d")


def has_role_noun(text: str) -> bool:
    """Whether a word of the text names a kind of job, singular or plural: "Head of Records", "library assistants"."""
    return any(_singular(word) in ROLE_NOUNS for word in _words(text))


def names_role_or_body(text: str) -> bool:
    """Whether the text names somebody to report to: a job, or a board, committee or team."""
    return has_role_noun(text) or any(word in _BODIES for word in _words(text))


def names_paper(text: str) -> bool:
    """Whether a title names a paper that is about no one role: "Parental Leave Policy", "Travel guidelines (UK)"."""
    words = _words(re.split(r"\s[-–—|:]\s?|[,(:]", text)[0])
    return bool(words) and _singular(words[-1]) in _PAPERS


def looks_like_title(text: str) -> bool:
    """Whether a short line reads like the title of a job: its head noun names one, and it is no sentence.

    The head noun stands last, or before "of", "for", "-", "," or "(": "Director of Finance", "Nurse (Band 5)".
    """
    if not 3 <= len(text) <= 90 or len(text.split()) > 12 or text.endswith((".", ":", ";", "?", "!")):
        return False
    if not (text[0].isupper() or text[1].isupper()) or _ABOUT_ROLES.match(text) or _OF_PAPER.match(text):
        return False
    if _names_job(_AFTER_HEAD.split(text)[0]):
        return True
    return "/" in text and _names_job(_AFTER_HEAD.split(_EITHER.sub(" ", text))[0])


def ends_in_noun(title: str) -> bool:
    """Whether a name in title case ends in the noun of a job, whatever it says before: "Front of Shop Manager"."""
    words = title.split(" (")[0].split()
    are_names = all(word[0].isupper() or not word[0].isalpha() or word in _CONNECTORS for word in words)
    is_name = 1 < len(words) <= LONGEST_NAME and are_names and not names_paper(title)
    return is_name and words[-1].casefold() in ROLE_NOUNS


def _names_job(head: str) -> bool:
    """Whether the last word, a step such as "II" aside, is a noun for jobs."""
    words = _words(head)
    if len(words) > 2 and words[-1] == "member" and words[-2] in _GROUPS:  # "Kitchen Team Member"
        return True
    return bool(words) and (
        words[-1].rpartition("-")[2] in ROLE_NOUNS  # "Note-Taker"
        or _singular(words[-1]) in ROLE_NOUNS
        or (len(words) > 1 and words[-1] in ("i", "ii", "iii", "iv", "v") and _singular(words[-2]) in ROLE_NOUNS)
    )


def wrapped_title(first: str, second: str) -> str:
    """The title that two lines make, one right below the other; "" where they are no title broken in two.

    The second line says nothing alone: "Stores" and "Supervisor", "Operator" and "II", "Head of" and "Stores".
    """
    words = second.split()
    ends_open = first.split()[-1:] and first.split()[-1].casefold() in _CONNECTORS
    is_rest = len(words) == 1 and (_NUMERAL.fullmatch(second) or _singular(second.casefold()) in ROLE_NOUNS)
    joined = f"{first} {second}"
    fits = first.isupper() == second.isupper() or _NUMERAL.fullmatch(second)
    is_whole = fits and second[:1].isupper() and len(first.split()) <= 6 and looks_like_title(joined)
    return joined if is_whole and (is_rest or (ends_open and len(words) <= 4)) else ""


def role_name(text: str) -> str:
    """The name of a role at the start of running text, articles off; "" where none stands there.

    "the Director of Parks, who is" gives "Director of Parks"; "a branch manager each week" gives "branch manager".
    """
    rest = text[_ARTICLE.match(text).end() :][:200]  # type: ignore[union-attr]  # every part is optional: it matches
    if rest[:1].isupper():
        return _capitalised(rest)
    return _lower_case(rest)


def _capitalised(rest: str) -> str:
    """Words in Title Case with their connectors, up to the first that is neither."""
    kept: list[str] = []
    tokens = rest.split()
    for index, token in enumerate(tokens):
        bare = token.strip("()[],;:.\"'“”‘’")
        if index and tokens[index - 1].endswith(",") and bare in ("the", "a", "an"):  # the next part of the sentence
            break
        if bare.casefold() in _CONNECTORS and kept:
            kept.append(token)
            continue
        if not (bare[:1].isupper() or bare[:1].isdigit()) or (index and _follows_break(tokens[index - 1], bare)):
            break
        kept.append(token)
        if token.endswith((";", ":")) or (token.endswith(".") and len(bare) > 3):
            break
    while kept and kept[-1].strip(",").casefold() in _CONNECTORS:
        kept.pop()
    name = " ".join(kept).rstrip(".,;:")
    return name[:-1] if name.endswith(")") and "(" not in name else name


def _follows_break(before: str, word: str) -> bool:
    return before.endswith(",") and word.casefold() in _NOT_AFTER_COMMA


def _lower_case(rest: str) -> str:
    """Words up to one that no title holds; at most eight."""
    stop = _STOP.search(f"{rest} ")
    name = re.split(r"[,;:.(]", rest[: stop.start()] if stop else rest)[0].strip()
    name = re.split(r"\sand\s(?!deputy|assistant)", name)[0]
    return name if 1 <= len(name.split()) <= 8 else ""


def short_forms(title: str) -> Iterator[str]:
    """Shorter names of a role: without what follows a dash, comma or bracket, and what stands in the bracket.

    "Support Officer (Evenings) - North" gives "Support Officer".
    """
    main = re.split(r"\s[-–—|]\s?|[-–—]\s|\s?\(|,\s", title)[0].strip()
    if main and main != title and has_role_noun(main):
        yield main
    yield from re.findall(r"\(([A-Z]{2,8})\)", title)


def specialisation(title: str) -> str:
    """What follows the dash, comma or bracket of a title: "Director - Public Works" gives "Public Works"."""
    parts = re.split(r"\s?[-–—]\s|\s[-–—]\s?|\s?\(|,\s", title, maxsplit=1)
    return parts[1].strip(" )") if len(parts) == 2 else ""


def _words(text: str) -> list[str]:
    return [word.casefold().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text[:300])]


def _singular(word: str) -> str:
    if word in ROLE_NOUNS:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word
