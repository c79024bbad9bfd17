"""The same talks in German, and that every German word fits where it stands."""

from tests.core.dialogue_practice import PLAIN_TEXT, Practice, slot_at, view_with

from chatbookr_core.dialogue import Cancel, Confirm, Reschedule, TakeHold


def german() -> Practice:
    return Practice(view_with(language="de"))


def test_ein_termin_wird_gebucht_verschoben_und_abgesagt() -> None:
    practice = german()

    assert practice.says("Guten Tag") == [
        "Guten Tag, hier ist der Terminassistent von Praktijk Zuid. "
        "Ich kann Termine buchen, verschieben oder absagen.\n"
        "Bitte senden Sie hier keine medizinischen Angaben; im Notfall rufen Sie 112 an.\n"
        "So verwenden wir Ihre Daten: https://zuid.example/privacy\n"
        "Mit STOPP beenden Sie die Nachrichten."
    ]
    assert practice.titles() == ["Termin buchen", "Meine Termine", "Mit Team sprechen"]
    assert practice.taps("Termin buchen")[0].startswith("Was möchten Sie buchen?\n\nCheck-up: 30 Min., EUR 60")
    assert practice.taps("Check-up") == ["Bei wem?"]
    assert practice.taps("Wer zuerst frei ist") == ["Bitte wählen Sie eine Zeit für Check-up:"]
    assert practice.taps("Di. 13. Okt. 14:00") == [
        "*Dienstag, 13. Oktober, 14:00–14:30*\n"
        "Check-up bei Dr Vos, Hoofdstraat 12. Hier änderbar bis Mo. 12. Okt. 14:00.\n"
        "Darf ich Sie an diesen Termin auch hier im Chat erinnern? (STOPP jederzeit.)"
    ]
    assert practice.titles() == ["Ja, mit Erinnerung", "Nur bestätigen", "Andere Zeit"]
    practice.taps("Ja, mit Erinnerung")
    assert [type(effect) for effect in practice.effects] == [Confirm]
    assert practice.announces() == "Gebucht: Di. 13. Okt. 14:00, Nr. K7Q2. Ich erinnere Sie."
    assert practice.titles() == ["Verschieben", "Termin absagen"]

    assert practice.taps("Verschieben") == ["Bisher: Di. 13. Okt. 14:00. Bitte wählen Sie eine neue Zeit:"]
    practice.taps("Do. 15. Okt. 09:30")
    assert practice.titles() == ["Termin verschieben", "Andere Zeit", "Alte Zeit behalten"]
    practice.taps("Termin verschieben")
    assert [type(effect) for effect in practice.effects] == [Reschedule]
    assert practice.announces(is_moved=True) == "Verschoben auf Do. 15. Okt. 09:30, Nr. K7Q2."

    practice.taps("Termin absagen")
    assert practice.titles() == ["Ja, absagen", "Behalten", "Andere Zeit"]
    assert practice.taps("Ja, absagen")[0].startswith("Abgesagt: Do. 15. Okt. 09:30. Sie können jederzeit neu buchen.")
    assert [type(effect) for effect in practice.effects] == [Cancel]
    assert practice.taps("Zeit passt nicht") == ["Vielen Dank."]


def test_anderer_tag_fuehrt_zu_tagen_und_tageszeiten() -> None:
    practice = german()
    practice.free = (*practice.free, slot_at("2026-10-20 18:00"))
    practice.says("Hallo")
    practice.taps("Termin buchen")
    practice.taps("Check-up")
    practice.taps("Wer zuerst frei ist")

    assert practice.taps("Anderer Tag") == ["Welcher Tag passt Ihnen?"]
    assert practice.taps("Di. 20. Okt.") == ["Zeiten am Dienstag, 20. Oktober:"]
    assert practice.says("lieber Donnerstag nach 12 Uhr") == ["Zeiten am Donnerstag, 15. Oktober:"]
    assert practice.titles() == ["Do. 15. Okt. 14:00", "Anderer Tag"]


def test_notfall_und_kollege() -> None:
    practice = german()

    assert practice.says("Ich habe starke Brustschmerzen") == [
        "Bei akuten Beschwerden kann ich nicht helfen. Bitte rufen Sie sofort 112 oder +31 20 555 0100 an. "
        "Ich habe die Praxis verständigt."
    ]
    assert practice.handed_over == "urgent"


def test_dreimal_nicht_verstanden() -> None:
    practice = german()
    practice.says("Hallo")

    assert practice.says("grmbl")[0].startswith("Entschuldigung, das habe ich nicht verstanden.")
    practice.says("grmbl")
    assert practice.titles() == ["Weiter", "Neu beginnen", "Mit Team sprechen"]
    assert practice.says("grmbl") == [
        "Es tut mir leid, ich verstehe das nicht. Jemand aus dem Team antwortet Ihnen hier (geöffnet Mon-Fri 08-17)."
    ]


def test_stopp_und_mensch() -> None:
    assert german().says("STOPP") == [
        "Verstanden: Dieser Assistent schreibt Ihnen nicht mehr. Ihre Termine bleiben bestehen. "
        "Schreiben Sie START, um wieder Nachrichten zu erhalten."
    ]
    assert german().says("Mensch") == ["Jemand aus dem Team antwortet Ihnen hier (geöffnet Mon-Fri 08-17)."]


def test_eine_zahl_waehlt_wo_es_keine_knoepfe_gibt() -> None:
    practice = Practice(view_with(language="de", limits=PLAIN_TEXT))

    first = practice.says("Hallo")
    practice.says("1")
    practice.says("1")
    practice.says("1")
    practice.says("2")
    effects = practice.effects

    assert first[0].endswith(
        "1) Termin buchen\n2) Meine Termine\n3) Mit Team sprechen\n\nBitte antworten Sie mit einer Zahl."
    )
    assert effects == [TakeHold(practice.free[1])]
