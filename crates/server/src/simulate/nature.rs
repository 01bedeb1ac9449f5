//! Names for made-up runners: two plain words of nature, the same two in every script, mistakable for nobody.

use homestretch_race::event::Text;

/// A word in Latin, Hangul, Hanzi, kana and Cyrillic.
type Word = [&'static str; 5];

/// Language tags of a word's columns.
const TAGS: [&str; 5] = ["en", "ko", "zh-Hans", "ja", "ru"];

const FIRST: [Word; 34] = [
    ["Amber", "호박빛", "琥珀色", "こはくいろ", "Янтарь"],
    ["Silver", "은빛", "银色", "ぎんいろ", "Серебро"],
    ["Morning", "아침", "清晨", "あさ", "Утро"],
    ["Evening", "저녁", "傍晚", "ゆうがた", "Вечер"],
    ["Winter", "겨울", "冬季", "まふゆ", "Зима"],
    ["Spring", "봄", "春季", "はるさき", "Весна"],
    ["Summer", "여름", "夏季", "まなつ", "Лето"],
    ["Autumn", "가을", "秋季", "あきぐち", "Осень"],
    ["Northern", "북녘", "北方", "きたの", "Север"],
    ["Southern", "남녘", "南方", "みなみの", "Юг"],
    ["River", "강가", "河边", "かわべ", "Река"],
    ["Mountain", "산속", "山中", "やまの", "Гора"],
    ["Forest", "숲속", "林中", "もりの", "Лес"],
    ["Meadow", "풀밭", "草地", "くさはら", "Луг"],
    ["Valley", "골짜기", "山谷", "たにま", "Долина"],
    ["Island", "섬", "海岛", "しまの", "Остров"],
    ["Harbour", "포구", "港湾", "みなと", "Гавань"],
    ["Desert", "사막", "沙漠", "さばく", "Пустыня"],
    ["Cloud", "구름", "云朵", "くも", "Облако"],
    ["Thunder", "우레", "雷声", "かみなり", "Гром"],
    ["Rain", "비", "雨水", "あめ", "Дождь"],
    ["Snow", "눈송이", "雪花", "ゆき", "Снег"],
    ["Frost", "서리", "寒霜", "しも", "Иней"],
    ["Mist", "안개", "雾气", "きり", "Туман"],
    ["Wind", "바람", "微风", "かぜ", "Ветер"],
    ["Sun", "해님", "太阳", "おひさま", "Солнце"],
    ["Moon", "달님", "月亮", "おつきさま", "Луна"],
    ["Stone", "돌", "石头", "いし", "Камень"],
    ["Copper", "구리빛", "铜色", "どうの", "Медь"],
    ["Honey", "꿀", "蜂蜜", "はちみつ", "Мёд"],
    ["Clover", "토끼풀", "三叶草", "しろつめくさ", "Клевер"],
    ["Moss", "이끼", "苔藓", "こけ", "Мох"],
    ["Sand", "모래", "沙子", "すな", "Песок"],
    ["Quiet", "고요", "宁静", "しずけさ", "Тишина"],
];

const SECOND: [Word; 34] = [
    ["Pine", "소나무", "松树", "まつのき", "Сосна"],
    ["Birch", "봇나무", "白桦", "しらかば", "Берёза"],
    ["Maple", "단풍나무", "枫树", "かえで", "Клён"],
    ["Willow", "버드나무", "柳树", "やなぎ", "Ива"],
    ["Oak", "참나무", "橡树", "かしのき", "Дуб"],
    ["Acorn", "도토리", "橡果", "どんぐり", "Жёлудь"],
    ["Chestnut", "밤알", "栗子", "くり", "Каштан"],
    ["Pebble", "조약돌", "鹅卵石", "こいし", "Галька"],
    ["Brook", "개울", "小溪", "おがわ", "Ручей"],
    ["Lake", "호수", "湖泊", "みずうみ", "Озеро"],
    ["Waterfall", "폭포", "瀑布", "たき", "Водопад"],
    ["Wave", "물결", "海浪", "なみ", "Волна"],
    ["Shell", "조개", "贝壳", "かいがら", "Ракушка"],
    ["Heron", "왜가리", "苍鹭", "あおさぎ", "Цапля"],
    ["Sparrow", "참새", "麻雀", "すずめ", "Воробей"],
    ["Swallow", "제비", "燕子", "つばめ", "Ласточка"],
    ["Magpie", "까치", "喜鹊", "かささぎ", "Сорока"],
    ["Cuckoo", "뻐꾸기", "布谷鸟", "かっこう", "Кукушка"],
    ["Owl", "부엉이", "猫头鹰", "ふくろう", "Сова"],
    ["Fox", "여우", "狐狸", "きつね", "Лиса"],
    ["Hare", "산토끼", "野兔", "のうさぎ", "Заяц"],
    ["Deer", "사슴", "小鹿", "しか", "Олень"],
    ["Squirrel", "다람쥐", "松鼠", "りす", "Белка"],
    ["Hedgehog", "고슴도치", "刺猬", "はりねずみ", "Ёж"],
    ["Otter", "수달", "水獭", "かわうそ", "Выдра"],
    ["Beetle", "딱정벌레", "甲虫", "かぶとむし", "Жук"],
    ["Cricket", "귀뚜라미", "蟋蟀", "こおろぎ", "Сверчок"],
    ["Firefly", "반디불", "萤火虫", "ほたる", "Светлячок"],
    ["Dandelion", "민들레", "蒲公英", "たんぽぽ", "Одуванчик"],
    ["Azalea", "진달래", "杜鹃花", "つつじ", "Азалия"],
    ["Barley", "보리", "大麦", "おおむぎ", "Ячмень"],
    ["Fern", "고사리", "蕨菜", "わらび", "Папоротник"],
    ["Mushroom", "버섯", "蘑菇", "きのこ", "Гриб"],
    ["Rainbow", "무지개", "彩虹", "にじ", "Радуга"],
];

/// How many different names there are.
pub(super) const COUNT: usize = FIRST.len() * SECOND.len();

/// The name of that number in the languages asked for; numbers beyond [`COUNT`] begin again.
pub(super) fn name(number: usize, tags: &[&str]) -> Text {
    let (first, second) = (
        FIRST[number % FIRST.len()],
        SECOND[number / FIRST.len() % SECOND.len()],
    );
    let in_language = |tag: &&str| {
        let column = TAGS.iter().position(|t| t == tag)?;
        // Neither Hangul, Hanzi nor kana need the space, but it keeps the two words apart as plain words.
        Some((
            (*tag).to_owned(),
            format!("{} {}", first[column], second[column]),
        ))
    };
    Text(tags.iter().filter_map(in_language).collect())
}
