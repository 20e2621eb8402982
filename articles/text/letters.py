"""What tells scripts and languages apart: their letters, and words that every text in a language holds."""

from .vocabulary import names

# Letters of each script, as the inside of a regular expression's brackets. Source: Unicode, "Blocks".
LETTERS = {
    "Han": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af",
    "Kana": "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hangul": "\uac00-\ud7af\u1100-\u11ff\u3131-\u318e",
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Cyrillic": "\u0400-\u052f",
    "Hebrew": "\u05d0-\u05ea",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Thai": "\u0e01-\u0e4e",
    "Devanagari": "\u0904-\u0939\u0958-\u0961",
    "Bengali": "\u0985-\u09b9",
    "Gurmukhi": "\u0a05-\u0a39",
    "Gujarati": "\u0a85-\u0ab9",
    "Tamil": "\u0b85-\u0bb9",
    "Telugu": "\u0c05-\u0c39",
    "Kannada": "\u0c85-\u0cb9",
    "Malayalam": "\u0d05-\u0d39",
    "Sinhala": "\u0d85-\u0dc6",
    "Lao": "\u0e81-\u0ebd",
    "Myanmar": "\u1000-\u103f",
    "Georgian": "\u10a0-\u10ff",
    "Ethiopic": "\u1200-\u137f",
    "Khmer": "\u1780-\u17b3",
    "Armenian": "\u0531-\u0587",
}

# Scripts that one language writes, or one by far more than others.
LANGUAGE_OF_SCRIPT = {
    "Hangul": "ko",
    "Hebrew": "he",
    "Greek": "el",
    "Thai": "th",
    "Devanagari": "hi",
    "Bengali": "bn",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Lao": "lo",
    "Myanmar": "my",
    "Georgian": "ka",
    "Ethiopic": "am",
    "Khmer": "km",
    "Armenian": "hy",
}

# Frequent characters that only one way of writing Chinese has, each at the place of its other form.
SIMPLIFIED = (
    "们这个来说对时会国东车马门问间闻学习书写见觉观视话语讲论议记设证评识词请让认谈课调谁试诉该详误读谢长张开"
    "关发现点电线经济结给统绝继续级约红纪终组细织绍进过还远运连选达迟边迁递体头买卖业务员报场战争应总际军队击"
    "飞机联华为爱无产党区医药钱银铁错岁岛师带帮归当录难题顾须预领频风饭馆饮乡乌义亚亲儿兴农决况几则创办动劳势"
    "单卫厂历压厅变号听团园图圆坏块坚坛处备复够实审宽宾导将专层属币广庆库异弃强彻径态怀怜惊惯愿戏户执扩扫扬护"
    "担据择损换敌数断旧显权条杀杂极构标样树桥检楼欢气汉汤沟没泽洁浅测"
)
TRADITIONAL = (
    "們這個來說對時會國東車馬門問間聞學習書寫見覺觀視話語講論議記設證評識詞請讓認談課調誰試訴該詳誤讀謝長張開"
    "關發現點電線經濟結給統絕繼續級約紅紀終組細織紹進過還遠運連選達遲邊遷遞體頭買賣業務員報場戰爭應總際軍隊擊"
    "飛機聯華為愛無產黨區醫藥錢銀鐵錯歲島師帶幫歸當錄難題顧須預領頻風飯館飲鄉烏義亞親兒興農決況幾則創辦動勞勢"
    "單衛廠歷壓廳變號聽團園圖圓壞塊堅壇處備復夠實審寬賓導將專層屬幣廣慶庫異棄強徹徑態懷憐驚慣願戲戶執擴掃揚護"
    "擔據擇損換敵數斷舊顯權條殺雜極構標樣樹橋檢樓歡氣漢湯溝沒澤潔淺測"
)

# Letters that Arabic itself lacks, the rarer language first: the first found often enough is the text's.
ARABIC_SCRIPT = {"ckb": "ڕڵێۆ", "ps": "ټډړښځڅې", "ur": "ٹڈڑںےہ", "fa": "پچژگکی"}
# Letters that Russian lacks, likewise. Bulgarian is told by where its ъ stands: see scripts.py.
CYRILLIC_SCRIPT = {"be": "ў", "sr": "ђћљњџј", "uk": "іїєґ"}

# Short words that no text of some length goes without, and that few of the other languages here have.
STOP_WORDS = {
    "en": names(
        "the of and to a in is that for was with by it on as at from has were this are be an have will who"
        " after over into its their his her but not or which when about says new more up out what how why"
    ),
    "es": names("el los las del y que en por una con para es su lo más pero como fue al se ha sobre desde"),
    "fr": names(
        "le les des du et est une dans pour qui que sur au aux par pas ce il elle avec ont cette été"
    ),
    "de": names("der die das und ist nicht von zu den mit dem ein eine für auf sich im auch wird nach bei"),
    "pt": names("o os as do da dos das e que em um uma não para com por ao foi mais na no pelo são à"),
    "it": names("il gli della di che è un una per con non del dei le nel alla sono da più anche ha dal"),
    "nl": names("het een van en de dat niet zijn op te voor met is aan er ook bij naar wordt maar heeft"),
    "pl": names("w i na z się nie do jest że to o po przez jak od za oraz dla są był tym będzie"),
    "tr": names("ve bir bu da de için ile olarak çok daha olan gibi sonra kadar ancak ise oldu değil"),
    "vi": names("của và là các có trong cho được một với không đã những người này đến khi về từ"),
    "id": names(
        "yang dan di ini itu dengan untuk dari pada adalah tidak akan dalam ke oleh telah juga sebagai"
    ),
    "sw": names("ya na wa kwa ni katika za la cha kuwa hiyo yake wakati huo lakini baada watu hii kama"),
    "sv": names("och att det som en på är av för med den till inte om ett har de från var"),
    "ro": names("și în de la cu pe care a că nu din pentru este mai sunt au o fost"),
}

# Two-letter codes of ISO 639-1, and longer ones that newsrooms do use.
LANGUAGES = names(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de"
    " dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id"
    " ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu"
    " lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu"
    " rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to"
    " tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ast bho ceb ckb fil gsw haw hsb kab"
    " lzh nan nds pap scn sco tzm wuu yue"
)
RIGHT_TO_LEFT = names("ar ckb dv fa he ks ps sd ug ur yi")
RIGHT_TO_LEFT_SCRIPTS = names("Adlm Arab Hebr Mand Nkoo Rohg Samr Syrc Thaa")
# What people write where a tag was meant.
MISNOMERS = {
    "cn": "zh-cn",
    "chs": "zh-hans",
    "cht": "zh-hant",
    "chinese": "zh",
    "中文": "zh",
    "jp": "ja",
    "japanese": "ja",
    "english": "en",
    "arabic": "ar",
    "العربية": "ar",
    "iw": "he",
    "in": "id",
    "ji": "yi",
}
