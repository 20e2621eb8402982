import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import scripts
from articles.text.letters import SIMPLIFIED, TRADITIONAL

HEADLINES = [
    ("zh-Hans", "俄罗斯对美国就其安全要求的回应感到失望"),
    ("zh-Hant", "俄羅斯對美國就其安全要求的回應感到失望"),
    ("zh-Hans", "Aljazeera 半岛网：NATO and Moscow 外交部长表示"),
    ("ja", "日本政府、新方針を発表"),
    ("ja", "東京五輪の開会式が始まった"),
    ("ko", "서울 시장 선거 후보 등록 마감"),
    ("ar", "خيبة أمل روسية من الرد الأمريكي على مطالبها الأمنية"),
    ("fa", "مجلس بودجه جدید را تصویب کرد"),
    ("ur", "پارلیمنٹ نے نیا بجٹ منظور کر لیا ہے"),
    ("ckb", "پەرلەمان بودجەی نوێی پەسەند کرد و وەزیرەکان دەڵێن"),
    ("ps", "ولسي جرګې نوې بودجه تصویب کړه ټول غړي"),
    ("he", "הכנסת אישרה את התקציב"),
    ("ru", "Путин объявил о начале переговоров"),
    ("uk", "Київ очікує, що Москва й надалі вестиме переговори"),
    ("be", "Улады заявілі, што ўрад прыняў новы бюджэт"),
    ("bg", "Парламентът прие новия бюджет"),
    ("sr", "Скупштина је усвојила нови буџет"),
    ("el", "Η Βουλή ενέκρινε τον προϋπολογισμό"),
    ("th", "รัฐสภาอนุมัติงบประมาณใหม่"),
    ("hi", "संसद ने नया बजट पारित किया"),
    ("bn", "সংসদে নতুন বাজেট পাস"),
    ("en", "Parliament approves the new budget and postpones talks with Moscow"),
    ("es", "El Parlamento aprueba los nuevos presupuestos para el año"),
    ("fr", "Le Parlement adopte le nouveau budget dans une ambiance tendue"),
    ("de", "Das Parlament hat den neuen Haushalt mit großer Mehrheit beschlossen"),
    ("pt", "O parlamento aprovou o novo orçamento com uma larga maioria"),
    ("it", "Il parlamento ha approvato il nuovo bilancio con una larga maggioranza"),
    ("nl", "Het parlement heeft de begroting met een ruime meerderheid goedgekeurd"),
    ("pl", "Parlament przyjął nowy budżet na przyszły rok i nie jest to niespodzianka"),
    ("tr", "Meclis yeni bütçeyi büyük bir çoğunlukla ve çok hızlı kabul etti"),
    ("vi", "Quốc hội đã thông qua ngân sách mới của năm"),
    ("id", "Parlemen menyetujui anggaran baru yang akan berlaku pada tahun depan"),
    ("sw", "Bunge limepitisha bajeti mpya ya serikali kwa mwaka huu"),
    ("und", "27.01.2022 — 13:13"),
    ("und", ""),
]


@pytest.mark.parametrize(("language", "headline"), HEADLINES)
def test_language_is_told_by_the_text(language, headline):
    assert scripts.detect_language(headline) == language


def test_story_in_chinese_with_a_japanese_name_is_chinese():
    story = "日本导演的新片《となりの》周四在北京上映，观众反应热烈，影院表示将增加放映场次，直到月底为止，"
    story += "票价不变，学生和老人仍可享受优惠。"
    assert scripts.detect_language(story) == "zh-Hans"


def test_arabic_story_with_one_foreign_letter_is_arabic():
    story = "قال المتحدث باسم الشركة في مدينة گوتنبرغ إن المصنع سيغلق أبوابه نهاية العام الجاري بسبب الأزمة"
    assert scripts.detect_language(story) == "ar"


def test_simplified_and_traditional_tables_are_pairs_and_disjoint():
    assert len(SIMPLIFIED) == len(TRADITIONAL)
    assert not set(SIMPLIFIED) & set(TRADITIONAL)


@pytest.mark.parametrize(
    ("given_tag", "language"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en_US", "en-US"),
        ("en-us", "en-US"),
        ("en_GB.UTF-8", "en-GB"),
        ("ca_ES@valencia", "ca-ES"),
        ("pt-BR", "pt-BR"),
        ("es-419", "es-419"),
        ("sr_latn_rs", "sr-Latn-RS"),
        ("English", "en"),
        ("iw", "he"),
        ("jp", "ja"),
        ("zh", "zh-Hans"),
        ("zh-cn", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("cn", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-tw", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
    ],
)
def test_given_language_is_spelled_as_usual(given_tag, language):
    assert scripts.detect_language("", given=given_tag) == language


@pytest.mark.parametrize("given_tag", ["", "xx", "und", "123", "en us", "-", "default", "e\x00n"])
def test_given_tag_that_is_no_language_gives_way_to_the_text(given_tag):
    assert scripts.detect_language("خيبة أمل روسية", given=given_tag) == "ar"


def test_chinese_of_no_named_form_is_told_by_its_characters():
    assert scripts.detect_language("俄羅斯對美國", given="zh") == "zh-Hant"


@given(st.text(), st.text(max_size=20))
def test_language_is_always_a_tag_that_means_itself(text, given_tag):
    language = scripts.detect_language(text, given=given_tag)
    assert language == "und" or scripts.detect_language("", given=language) == language


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("fa", "rtl"),
        ("he", "rtl"),
        ("ur", "rtl"),
        ("ckb", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("en", "ltr"),
        ("zh-Hant", "ltr"),
        ("und", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_follows_the_language_and_its_script(language, direction):
    assert scripts.direction(language) == direction


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Parliament approves the budget", 4),
        ("state-of-the-art, really — don't", 3),
        ("俄罗斯对美国，失望。", 8),
        ("東京オリンピック", 8),
        ("Denis Pushilin 丹尼斯", 5),
        ("서울 시장 선거", 3),
        ("خيبة أمل روسية", 3),
        ("संसद ने नया बजट", 4),
        ("รัฐสภาไทย", 3),
        ("… — 。", 0),
        ("", 0),
    ],
)
def test_words_are_counted_as_each_script_counts_them(text, words):
    assert scripts.count_words(text) == words


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("", "en", 0),
        ("…", "en", 0),
        ("Budget passes", "en", 1),
        ("word " * 1_100, "en", 5),
        ("خبر " * 900, "ar", 5),
        ("خبر " * 900, "ar-EG", 5),
        ("新" * 2_000, "zh-Hans", 5),
    ],
)
def test_reading_time_is_at_least_a_minute_and_by_script(text, language, minutes):
    assert scripts.reading_minutes(text, language) == minutes
