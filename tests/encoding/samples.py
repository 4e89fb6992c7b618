"""Sentences of our own in many languages, and what a course's README looks like."""

SENTENCES = {
    "ru": "Лекции проходят по понедельникам, а семинары — по средам; домашние задания сдаются до полуночи.",
    "uk": "Ця сторінка містить розклад занять, і її щотижня оновлює викладач.",
    "bg": "Всяка седмица качваме нови упражнения, а решенията обсъждаме заедно.",
    "sr": "Предавања су снимљена, а задаци се предају једном недељно.",
    "de": "Die Übungen müssen bis Freitag früh abgegeben werden, größere Aufgaben dürfen länger dauern.",
    "fr": "Les étudiants déposent leurs travaux à l’heure prévue, même pendant les vacances d’été.",
    "es": "¿Dónde están los apuntes de la última sesión? Mañana habrá más ejercicios.",
    "pt": "As avaliações serão corrigidas até terça-feira, e não haverá prorrogação.",
    "pl": "Zadania domowe należy oddać w środę, później będą już tylko próbne ćwiczenia.",
    "cs": "Přednášky začínají v pondělí, úkoly se odevzdávají každý druhý týden.",
    "hu": "Az előadások hétfőn kezdődnek, a házi feladatokat pénteken kell beküldeni.",
    "tr": "Ödevler cuma gününe kadar gönderilmeli, geç kalanlar için ayrıca görüşülür.",
    "sv": "Föreläsningarna börjar på måndag, och övningarna lämnas in före lördag.",
    "el": "Οι διαλέξεις αρχίζουν τη Δευτέρα και οι ασκήσεις παραδίδονται κάθε Παρασκευή.",
    "vi": "Bài tập về nhà phải nộp trước thứ sáu, nếu chậm thì điểm sẽ bị trừ.",
    "he": "ההרצאות מתחילות ביום שני, ואת התרגילים מגישים עד יום חמישי.",
    "ar": "تبدأ المحاضرات يوم الاثنين ويتم تسليم الواجبات قبل نهاية الأسبوع.",
    "hi": "कक्षाएँ सोमवार से शुरू होती हैं और गृहकार्य शुक्रवार तक जमा करना है।",
    "zh": "课程从星期一开始，作业应在星期五之前提交。",
    "ja": "講義は月曜日に始まり、宿題は金曜日までに提出してください。",
    "ko": "강의는 월요일에 시작하고 과제는 금요일까지 제출해야 합니다.",
}

README = """# Введение в машинное обучение

Курс читается весной, занятия — по вторникам. «Семинары» ведут ассистенты.

| Дата | Тема | ДЗ |
|------|------|----|
| 12 марта | Линейная регрессия | [Задание](tasks/01) |
| 19 марта | Решающие деревья и ансамбли | до 26 марта |

```python
print("hello")  # вывод приветствия
```

See the [syllabus](syllabus.pdf) for more.
"""

# Odd, and right as they are
RIGHT = [
    "Ä Ö Ü ä ö ü ß — „so“ und ‚so‘",
    "f(x) = √x + ∑ aᵢ ≤ ∞, ∀ε > 0 ∃δ",
    "x̄ ± σ, α+β=γ, 5×£35, 20 Å°",
    "├── src\n│   └── main.py\n└── README",
    "NESTLÉ® SÓ… VOCÊ…",
    "№ 5, § 12, ½ + ¼, 37 °C",
    "Й й (NFD): и\u0306, e\u0301",
    "ПРИВЕТ, прИВЕТ, кАПС лОК",
    "日本語とEnglishの混在 123",
    "😀 👍🏽 🇷🇺 ¯\\_(ツ)_/¯",
    "a\u00a0b a\u00adb a\u200bb a\ufeffb",
    "pi√π, √2 ≈ 1,41",
]

UTF8_READERS = ["cp1252", "latin-1", "mac_roman", "cp1251", "koi8-r", "cp866", "cp437", "cp850", "mac_cyrillic",
                "iso8859-5", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859-2", "iso8859-15"]  # fmt: skip
CYRILLIC_PAIRS = [("cp1251", "cp1252"), ("cp1251", "latin-1"), ("cp1251", "mac_roman"), ("cp1251", "koi8-r"),
                  ("cp1251", "cp866"), ("koi8-r", "cp1251"), ("koi8-r", "cp1252"), ("koi8-r", "cp866"),
                  ("cp866", "cp1251"), ("cp866", "cp1252"), ("cp866", "koi8-r"), ("cp866", "cp437"),
                  ("iso8859-5", "cp1251"), ("iso8859-5", "latin-1"), ("mac_cyrillic", "mac_roman")]  # fmt: skip
