"""The ten built-in articles: easy to read, whole, and no figure without its source."""

import re
from datetime import date

import pytest

from tests.library.article_files import ARTICLES, CITATION, SOURCES, File
from therapy.attention.warnings import Urgency, groups_of
from therapy.care.models import Condition

SLUGS = [
    "lower-leg-muscle-wasting",
    "why-it-happens",
    "signs-and-measures",
    "how-training-helps",
    "diabetes-and-feet",
    "artery-disease-walking",
    "nerve-injury-foot-drop",
    "muscular-dystrophy",
    "food-and-daily-life",
    "when-to-get-help",
]
FIELDS = {
    *("title", "summary", "number", "causes", "topics", "picture", "sources"),
    *("written_on", "reviewed_on", "reviewed_by", "review_due"),
}

# What the outlines of the facts (clinical-facts 7) ask of each article, and the source of it; None where the facts name
# none, because it is expert knowledge or a default of ours.
FACTS: dict[str, list[tuple[str, str | None]]] = {
    "lower-leg-muscle-wasting": [
        ("25% smaller", "IMM-STR"),
        ("73% weaker", "IMM-STR"),
        ("M62.561 is the code for muscle wasting in the right lower leg", None),
        ("M62.562 is the left", None),
        ("It can often improve when the cause allows", None),
        ("trained with a therapist for 10 weeks, after 8 weeks in a cast", "IMM-SHA"),
        ("level of the people they were compared with", "IMM-SHA"),
        ("The calf muscles", None),
        ("The shin muscles", None),
        ("Too little use", None),
        ("A nerve that does not get through", None),
        ("An illness", None),
    ],
    "why-it-happens": [
        ("Nerve damage", None),
        ("Not moving", None),
        ("Artery disease", None),
        ("Muscular dystrophy", None),
        ("Diabetes", None),
        ("Age", None),
        ("Your back", None),
        ("Food", None),
        ("Some medicines", None),
        ("More than half of the loss came in the first 2 weeks", "IMM-ANK"),
        ("the calf muscles got 24.4% smaller", "IMM-ANK"),
        ("grew by 22.5%", "IMM-ANK"),
        ("still weak for their size", "IMM-ANK"),
        ("7 weeks of keeping still", "IMM-ANK"),
        ("Nerve tests", None),
        ("A blood flow test", None),
        ("Blood tests", None),
    ],
    "signs-and-measures": [
        ("leg looks thinner", None),
        ("push-off is weak", None),
        ("toes catch", None),
        ("legs tire", None),
        ("calf cramps", None),
        ("balance is poor", None),
        ("same time of day and in the same way", None),
        ("up to about 6 can be chance", "HL17"),
        ("1 cm is not yet a change", None),
        ("45 seconds", "SPR07"),
        ("grown 1.5 cm or more in a week", None),
        ("Take the best of three", "CHI12"),
        ("1.9 cm", "POW15"),
    ],
    "how-training-helps": [
        ("2 to 3 days a week", "ACSM09"),
        ("8 to 12 repetitions", "ACSM09"),
        ("The last ones should feel hard", None),
        ("2 to 10% more load", "ACSM09"),
        ("48 hours between sessions", "ACSM11"),
        ("10 to 15", "ACSM11"),
        ("60 seconds for each muscle", "ACSM-FLEX"),
        ("over 12 weeks, the calf grew by 5.6% with a straight knee, but by 2.1%", "KINO"),
        ("two-for-two", None),
        ("2 more than your goal in the last set, in 2 sessions in a row", "NSCA"),
        ("Strength often begins to come back in weeks", None),
        ("Size takes months", None),
        ("pain up to 5 was allowed", "PAINMON"),
        ("pain up to 5 was allowed", "SILB"),
        ("Green, 0 to 3", None),
        ("Amber, 4 to 5", None),
        ("Red, 6 to 10", None),
    ],
    "diabetes-and-feet": [
        ("before and after each session", "NG19"),
        *((point, None) for point in ("a cut", "a blister", "redness", "a hot spot", "swelling")),
        *((point, None) for point in ("a change of colour", "something in the shoe")),
        ("Never walk without foot protection", "IWGDF23"),
        ("not barred", "LEM03"),
        ("1,000 steps a day", "IWGDF23"),
        ("low or medium risk", "IWGDF23"),
        ("Under 54 (3.0)", None),
        ("54 to 69 (3.0 to 3.8)", "ESSA19"),
        ("15 g of fast sugar", "ESSA19"),
        ("70 to 99 (3.9 to 5.5)", "ADA16"),
        ("Eat 15 to 30 g of carbs", "ADAOLD"),
        ("Start only at 100 (5.6) or more, and not alone", "ESSA19"),
        ("100 to 250 (5.6 to 13.9)", "ADA16"),
        ("251 to 300 (14.0 to 16.7)", "ADA16"),
        ("301 to 349 (16.8 to 19.3)", "ADAOLD"),
        ("350 (19.4) or more", "ADA16"),
        ("no exercise for 24 hours", "ESSA19"),
        ("One foot is hot, red or swollen", "CHARCOT"),
    ],
    "artery-disease-walking": [
        ("30 to 45 minutes", "PAD16"),
        ("3 days a week", "PAD16"),
        ("12 weeks", "PAD16"),
        ("none, onset, mild, moderate, severe", "PADHI"),
        ("8 to 10 minutes", "PADHI"),
        ("enough to bring on leg pain did more", "LITE"),
        ("305 people for 12 months", "LITE"),
        ("within about 10 minutes", "PADMSG"),
        ("pain in the foot or leg at rest", None),
        ("a wound, a sore or black skin", None),
        ("2 to 4 times more likely", "SMK22"),
        ("14% died within 5 years, against 31%", "SMK14"),
        ("81% of those who stopped were alive with no leg lost, against 60%", "SMK14"),
        ("Take your medicines", None),
        ("Look at your feet", None),
    ],
    "nerve-injury-foot-drop": [
        ("about 1 mm a day", "NRV1"),
        ("within 3 months", "NRV1"),
        ("comes back faster", "NRV1"),
        ("It is the usual first step", "NRV3"),
        ("It holds the toes up", None),
        ("loose rugs", None),
        ("Look under the brace", None),
        ("20 to 30 minutes", None),
        ("do not cross your legs", None),
        ("Train little and often", None),
        ("Do not wear the muscle out", None),
        ("Stretch the calf each day", None),
        ("from getting tight", "FD-STR"),
        ("after 3 months", None),
        ("timing matters", "FD22"),
    ],
    "muscular-dystrophy": [
        ("Stop long before you are worn out", None),
        ("4 to 5 at most", None),
        ("more than 30 minutes after exercise", None),
        ("Slow lowering", None),
        ("landing from a jump", None),
        ("leave them out", "MD1"),
        ("within 24 hours", "MD1"),
        ("do half next time", "MD1"),
        ("14 trials together, with 428 people", "MD3"),
        ("not shown to do harm", "MD3"),
        ("small or not clear", "MD3"),
        ("Heart and lungs", None),
        ("Save your energy", None),
    ],
    "food-and-daily-life": [
        ("names these goals", "WHO20"),
        ("150 to 300 minutes of moderate activity", "WHO20"),
        ("75 to 150 minutes of hard activity", "WHO20"),
        ("2 or more days", "WHO20"),
        ("3 or more days", "WHO20"),
        ("Any amount counts", "WHO20"),
        ("Sit less", "WHO20"),
        ("talk but not sing", "EVS"),
        ("0.8 g", "PROTAGE-SITE"),
        ("1.2 to 1.6 g", None),
        ("1.0 to 1.2 g", "PROTAGE"),
        ("1.2 to 1.5 g", "ESPEN"),
        ("25 to 30 g at each meal", None),
        ("not for people with very weak kidneys", "PROTAGE"),
        ("eGFR under 30", "PROTAGE"),
        ("70 to 84 g a day", None),
        ("5% in 6 months", None),
        ("Sleep", None),
        ("2 to 4 times more likely", "SMK22"),
        ("30 years", "SMKARIC"),
        ("Safe shoes", None),
    ],
    "when-to-get-help": [
        ("chest pain or tightness", "PE"),
        ("pale or blue", "ALI"),
        ("tight as wood", "ACS"),
        ("back passage", "CES"),
        ("face droops", "MND-N"),
        ("newly swollen", "WELLS"),
        ("a pop or a kick", "ACHDX"),
        ("a bad smell", "NG19"),
        ("hot, red or swollen", "CHARCOT"),
        ("gets weaker over weeks", "MND-R"),
        ("helps after disuse", "NMES17"),
        ("adds to exercise", "NMES-A"),
        ("needs a whole nerve", "NMES10"),
        ("some implants, over clots or numb skin", None),
        ("AFO", None),
        ("walking aids", None),
        ("free, graft or transfer a nerve, move a tendon, or open an artery", None),
        *(
            (who, None)
            for who in ("therapist", "doctor", "podiatrist", "orthotist", "Vascular", "nerve teams")
        ),
    ],
}

each_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)


def units(article: File) -> list[str]:
    """Rows of tables, and sentences: what a source mark may stand for. A list's points have what its opening has."""
    found: list[str] = []
    opening = ""
    for block in re.split(r"\n\n+|\n(?=[-|#]|\d+\. )", article.body):
        text = " ".join(block.replace("*", "").split())
        if not re.match(r"- |\d+\. ", text):
            opening = " ".join(re.findall(r"\[[A-Z0-9-]+\]", text)) if text.endswith(":") else ""
        sentences = [text] if text.startswith("|") else re.split(r"(?<=[.!?])\s", text)
        found += [f"{sentence} {opening}" for sentence in sentences]
    return found


def test_the_ten_are_there_in_their_order() -> None:
    assert sorted(ARTICLES, key=lambda slug: ARTICLES[slug].front["number"]) == SLUGS
    assert [ARTICLES[slug].front["number"] for slug in SLUGS] == list(range(1, 11))


@each_article
def test_front_matter_is_complete(article: File) -> None:
    front = article.front
    assert set(front) == FIELDS
    assert all(isinstance(front[name], str) and front[name] for name in ("title", "summary", "picture"))
    assert set(front["causes"]) <= set(Condition.Cause.values)
    assert front["topics"] == list(dict.fromkeys(front["topics"]))
    assert len(front["topics"]) >= 5
    assert (front["written_on"], front["review_due"]) == (date(2026, 11, 23), date(2027, 11, 23))


@each_article
def test_no_reviewer_is_invented(article: File) -> None:
    assert (article.front["reviewed_on"], article.front["reviewed_by"]) == (None, "")


@pytest.mark.parametrize(
    ("cause", "slug"),
    [
        ("diabetes", "diabetes-and-feet"),
        ("artery", "artery-disease-walking"),
        ("nerve", "nerve-injury-foot-drop"),
        ("dystrophy", "muscular-dystrophy"),
        ("immobility", "how-training-helps"),
        ("fracture", "how-training-helps"),
        ("tendon", "how-training-helps"),
    ],
)
def test_each_cause_finds_its_article(cause: str, slug: str) -> None:
    assert [found for found in SLUGS if cause in ARTICLES[found].front["causes"]] == [slug]


@each_article
def test_is_read_by_a_seventh_grader(article: File) -> None:
    assert article.grade <= 7


@each_article
def test_has_400_to_600_words(article: File) -> None:
    assert 400 <= article.length <= 600


@each_article
def test_ends_with_what_to_try_and_when_to_call(article: File) -> None:
    assert article.headings[-2:] == ["Try this", "Call if"]
    assert 1 <= len(re.findall(r"^- ", article.section("Try this"), flags=re.M)) <= 2
    for urgency in ("now", "today", "soon"):
        assert urgency in article.section("Call if").lower()


@each_article
def test_nobody_reads_long_without_a_heading(article: File) -> None:
    """The help page's lists and the sugar table have their own order; elsewhere 140 words are the most."""
    for heading in article.headings:
        text = article.section(heading)
        words = len(File(article.slug, {}, text).plain.split())
        ordered = article.slug == "when-to-get-help" or "|---" in text
        assert ordered or words <= 140, heading


@pytest.mark.parametrize(
    ("slug", "text", "key"), [(slug, text, key) for slug, facts in FACTS.items() for text, key in facts]
)
def test_says_what_the_outline_asks_with_its_source(slug: str, text: str, key: str | None) -> None:
    saying = [unit for unit in units(ARTICLES[slug]) if text in CITATION.sub("", unit).replace(" .", ".")]
    assert saying, f"“{text}” is not said"
    if key:
        assert any(f"[{key}]" in unit for unit in saying)


@each_article
def test_its_marks_are_its_sources_in_the_order_of_the_text(article: File) -> None:
    assert list(dict.fromkeys(article.citations)) == article.front["sources"]


def test_every_source_is_told_and_used() -> None:
    used = {key for article in ARTICLES.values() for key in article.citations}
    assert used == set(SOURCES)
    for key, entry in SOURCES.items():
        assert set(entry) == {"text", "read"}, key
        assert all(isinstance(words, str) and len(words) > 3 for words in entry.values()), key


@each_article
def test_names_no_leg_good_or_bad_and_blames_nobody(article: File) -> None:
    words = article.plain.lower()
    for wrong in (
        "good leg",
        "bad leg",
        "well done",
        "you failed",
        "lazy",
        "non-compliant",
        "you must not worry",
    ):
        assert wrong not in words


@each_article
def test_is_markdown_without_html_or_far_links(article: File) -> None:
    assert "<" not in article.body
    assert "](" not in article.body


HELP = {"emergency": 0, "today": 1, "tell": 2}
SMALL = {"and", "the", "that", "with", "your", "you", "they", "this"}


@pytest.mark.parametrize("urgency", groups_of(None), ids=lambda urgency: urgency.level)
def test_the_help_article_says_what_the_help_page_says(urgency: Urgency) -> None:
    """Each sign of "Something is wrong" stands under the same urgency, in the same words."""
    article = ARTICLES["when-to-get-help"]
    text = article.section(article.headings[HELP[urgency.level]]).lower()
    for sign in urgency.signs:
        missing = set(re.findall(r"[a-z]{4,}", sign.lower())) - SMALL - set(re.findall(r"[a-z]{4,}", text))
        assert not missing, f"{sign}: {missing}"
    assert len(re.findall(r"^- ", text, flags=re.M)) == len(urgency.signs)
