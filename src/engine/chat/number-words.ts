/** Number words of the languages people write documents in; "one" is left out where it is also an article. */
export const numberWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "zero null cero zéro ноль sıfır": 0,
    "two zwei dos deux due два две iki": 2,
    "three drei tres trois tre три üç": 3,
    "four vier cuatro quatre quattro четыре dört": 4,
    "five fünf cinco cinq cinque пять beş": 5,
    "six sechs seis sei шесть altı": 6,
    "seven sieben siete sept sette семь yedi": 7,
    "eight acht ocho huit otto восемь sekiz": 8,
    "nine neun nueve neuf девять dokuz": 9,
    "ten zehn diez dix dieci десять": 10,
    "eleven elf once onze undici одиннадцать": 11,
    "twelve zwölf doce douze dodici двенадцать": 12,
    "thirteen dreizehn trece treize": 13,
    "fourteen vierzehn catorce quatorze четырнадцать": 14,
    "fifteen fünfzehn quince quinze пятнадцать": 15,
    "sixteen sechzehn": 16,
    "seventeen siebzehn": 17,
    "eighteen achtzehn": 18,
    "nineteen neunzehn": 19,
    "twenty zwanzig veinte vingt venti двадцать yirmi": 20,
    "thirty dreißig treinta trente тридцать otuz": 30,
    "forty vierzig cuarenta quarante сорок kırk": 40,
    "fifty fünfzig cincuenta cinquante пятьдесят elli": 50,
    "sixty sechzig sesenta soixante": 60,
    "seventy siebzig setenta": 70,
    "eighty achtzig ochenta": 80,
    "ninety neunzig noventa": 90,
  }).flatMap(([words, value]) => words.split(" ").map((word) => [word, value] as const)),
);

/** "one" in its forms: a number only before a unit, elsewhere an article or a pronoun. */
export const oneWords: ReadonlySet<string> = new Set(
  "one ein eine einen einem einer une uno una один одна bir".split(" "),
);

/** Ordinals; "first" and "second" say too many other things. They are kept apart from numbers: a third day is not three days. */
export const ordinalWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "third dritte dritten dritter tercero tercera": 3,
    "fourth vierte vierten vierter cuarto cuarta": 4,
    "fifth fünfte fünften fünfter quinto quinta": 5,
    "sixth sechste sechsten": 6,
    "seventh siebte siebten": 7,
    "eighth achte achten": 8,
    "ninth neunte neunten": 9,
    "tenth zehnte zehnten": 10,
    "fifteenth fünfzehnte fünfzehnten": 15,
    "twentieth zwanzigste zwanzigsten": 20,
  }).flatMap(([words, value]) => words.split(" ").map((word) => [word, value] as const)),
);

/** Words that multiply the number before them. */
export const scaleWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "hundred hundert cien cent yüz": 100,
    "thousand tausend mil mille тысяч тысячи тысяча bin": 1_000,
    "million millions millionen millón millones миллион миллиона миллионов milyon mio mn": 1_000_000,
    "billion billions milliarde milliarden миллиард миллиарда миллиардов milyar mrd bn": 1_000_000_000,
    "trillion trillions billionen триллион trilyon": 1_000_000_000_000,
  }).flatMap(([words, value]) => words.split(" ").map((word) => [word, value] as const)),
);

const months: readonly string[] = [
  "january jan januar enero janvier gennaio января январь ocak jänner",
  "february feb februar febrero février febbraio февраля февраль şubat",
  "march mar märz marzo mars марта март mart",
  "april apr abril avril aprile апреля апрель nisan",
  "may mai mayo maggio мая май mayıs",
  "june jun juni junio juin giugno июня июнь haziran",
  "july jul juli julio juillet luglio июля июль temmuz",
  "august aug agosto août августа август ağustos",
  "september sep sept septiembre septembre settembre сентября сентябрь eylül",
  "october oct oktober okt octubre octobre ottobre октября октябрь ekim",
  "november nov noviembre novembre ноября ноябрь kasım",
  "december dec dezember dez diciembre décembre dicembre декабря декабрь aralık",
];
/** Month of the year, 1 to 12, by its lower-case name. */
export const monthNames: ReadonlyMap<string, number> = new Map(
  months.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);

const unitGroups: readonly (readonly string[])[] = [
  [
    "second seconds sec sekunde sekunden segundo segundos секунд saniye 秒",
    "minute minutes min minuten minuto minutos минут dakika 分钟",
    "hour hours hrs stunde stunden hora horas часов часа час saat 小时",
    "day days tag tage tagen día días дней день дня gün 天",
    "week weeks woche wochen semana semanas недель недели неделя hafta 周",
    "month months monat monate monaten monats mes meses месяцев месяца месяц ay 个月",
    "year years jahr jahre jahren año años лет года год yıl 年",
  ],
  [
    "€ eur euro euros евро avro 欧元",
    "$ usd dollar dollars dólar dólares доллар доллара долларов 美元",
    "£ gbp pound pounds pfund libra libras",
    "franc francs franken chf",
    "yen 日元",
  ],
  [
    "mm millimetre millimetres millimeter millimeters",
    "cm centimetre centimetres centimeter centimeters zentimeter",
    "m metre metres meter meters metro metros метров",
    "km kilometre kilometres kilometer kilometers километров",
    "mile miles meile meilen",
    "foot feet ft",
  ],
  ["g gram grams gramm", "kg kilo kilogram kilograms kilogramm", "tonne tonnes tons"],
  ["% percent per-cent prozent", "°c celsius", "°f fahrenheit"],
];

/** Unit of measure by its word: `group` for what can be mixed up, `unit` for what it means. */
export const units: ReadonlyMap<string, { group: number; unit: number }> = new Map(
  unitGroups.flatMap((group, groupIndex) =>
    group.flatMap((names, unit) => names.split(" ").map((name) => [name, { group: groupIndex, unit }] as const)),
  ),
);
