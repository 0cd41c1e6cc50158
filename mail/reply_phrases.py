"""What mail programs write between a new text and the mail that it answers, and below a text."""

# ruff: noqa: E501, RUF001

from __future__ import annotations

import re

#: ##- Please type your reply above this line -##
MARKER = re.compile(
    r"(?:reply|type|write|antwort|responda|répondez).{0,80}?(?:above|oberhalb|über|encima|au-dessus)", re.I
)
MARKER_ENDS = "-=_#*"

#: -----Original Message-----
ORIGINAL = re.compile(
    r"-{2,}\s{0,3}(?:(?:original|ursprüngliche|oprindelig|opprinnelig|ursprungligt|oorspronkelijk|alkuperäinen"
    r"|původní|исходное|原始)\w{0,3} ?(?:message|nachricht|besked|melding|meddelelse|meddelande|bericht|viesti|appointment"
    r"|zpráva|сообщение|邮件)?|message d'origine|mensaje original|messaggio originale|mensagem original"
    r"|wiadomość oryginalna|reply message|antwort(?: nachricht)?)\s{0,3}-{2,}",
    re.I,
)
#: Of other words between dashes: only above a header or quoted lines.
ORIGINAL_FREE = re.compile(
    r"-{4,}\s{0,3}[^\n-]{0,20}(?:message|nachricht|besked|meddelelse|melding|meddelande|bericht|origin[ae]l|reply)"
    r"[^\n-]{0,20}-{4,}",
    re.I,
)
FORWARD = re.compile(
    r"(?:-{2,}\s{0,3}(?:forwarded|weitergeleitete|message transf|mensaje reenviado|messaggio inoltrato"
    r"|doorgestuurd|videresendt|vidarebefordrat|fwd)|begin forwarded message)",
    re.I,
)
RULE = re.compile(r"\s{0,3}[_=-]{4,}\s*")

WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schreef|geschreven|skrev|a écrit|escribió|ha scritto|napisał(?:\(a\))?"
    r"|napsal(?:\(a\))?|escreveu|kirjoitti|пишет|написал\w*|пише|написав|yazdı|şunu yazdı|ezt írta|írta|a scris)"
    r"(?!\w)|写道|님이 작성|작성하였습니다|のメール|さんが書きました|كتب|כתב",
    re.I,
)
#: How the header of a quote begins: a word, a weekday or a number.
LEAD = re.compile(
    r"[\s>*-]*(?:(?:on|am|le|el|il|op|den|på|em|dne|dnia|w dniu|man|tir|ons|tor|fre|lør|søn|lör|sön|mån|tis"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|sent from|ma|wo|vr|za|zo|pon|wt|śr|czw|pt|sob"
    r"|po|út|st|čt|pá|ne|ti|ke|to|pe|la|su|пн|вт|ср|чт|пт|сб|вс|нд|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)"
    r"\b|\d|في|ב)",
    re.I,
)
#: An address between brackets, or a time of day.
ADDRESS = re.compile(r"[<(\[]\s?(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,255}\s?[>)\]]")
PLAIN_ADDRESS = re.compile(r"[^\s<>@,;:]{1,64}@[^\s<>@,;:]{1,255}\.[^\s<>@,;:]{2,63}")
TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d)")
DATE = re.compile(
    r"\d{4}[-./年]\s?\d{1,2}[-./月]|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\b\d{1,2}\.? \w{3,12}\.?,? \d{4}"
    r"|\b\w{3,12}\.? \d{1,2},? \d{4}|\d{4}년"
)

_FROM = r"from|von|de|da|van|fra|från|od|lähettäjä|kimden|feladó|от|від|发件人|寄件者|差出人|보낸 사람"
_SUBJECT = (
    r"subject|betreff|objet|asunto|oggetto|assunto|onderwerp|emne|ämne|aihe|temat|předmět|tárgy|konu|sujet|тема"
    r"|主题|主旨|件名|제목"
)
FROM_LABEL = re.compile(rf"[\s>*]{{0,20}}(?:{_FROM})\s?\*?\s?[:\uff1a]", re.I)
SUBJECT_LABEL = re.compile(rf"[\s>*]{{0,20}}(?:{_SUBJECT})\s?\*?\s?[:\uff1a]", re.I)
LABEL = re.compile(
    rf"[\s>*]{{0,20}}(?:{_FROM}|{_SUBJECT}|message du|sent|gesendet|envoyé(?: le)?|enviad[oa](?: el| em)?|inviato|data invio"
    r"|verzonden|sendt|skickat|wysłano|odesláno|lähetetty|gönderme|küldve|date|datum|dato|data|fecha|tarih|to|an|à|a|para"
    r"|aan|til|till|do|komu|kime|címzett|vastaanottaja|cc|kopie|copie à|kopia|reply-to|importance|attachments"
    r"|organization|отправлено|дата|кому|копия|надіслано|发送时间|收件人|抄送|寄件日期|收件者|送信日時|宛先|보낸 날짜|받는 사람"
    r"|参照|날짜)\s?\*?\s?[:\uff1a]",
    re.I,
)

#: Footers in the forms that programs write; what only begins like one is text.
_DEVICE = (
    r"(?:iphone|ipad|ipod(?: touch)?|mac(?:book)?|android(?:[ -](?:phone|device|tablet|mobile|smartphone|telefon))?"
    r"|mobile(?: (?:phone|device))?|(?:smart|cell ?)?phone|tablet|handheld|smartphone|mobiltelefon|handy|windows phone"
    r"|windows \d\d|(?:verizon|at&t|t-mobile|sprint)[\w .,-]{0,40}(?:phone|device|smartphone|blackberry|iphone)"
    r"|(?:samsung|galaxy|nokia|huawei|xiaomi|htc|lg|sony|pixel|motorola|oneplus|blackberry)[®™]?"
    r"(?: (?:[A-Z0-9]\S{0,20}|smartphone|device|mobile|wireless|handheld|tablet|handy)){0,4})"
)
_PROGRAM = (
    r"(?:mail(?: for (?:windows(?: \d\d)?|ios|android|mac))?|(?:the )?outlook(?: (?:for|für|pour|para|per|voor|til) \w{2,8})?"
    r"|yahoo mail(?: (?:on|for|auf|sur) \w{2,8})?|aol mobile mail|proton ?mail(?: \w{2,8})?|spark|gmail|airmail|canary"
    r"|(?:der |die )?(?:gmx|web\.de|telekom|freenet|1&1) ?(?:mobile )?mail[ -]?app|blackmail|bluemail(?: for \w{2,8})?"
    r"|mobile mail|mailbox|edison|myMail)"
)
FOOTER = re.compile(
    rf"(?:sent (?:from|via|with|by|using) (?:my |an? |the )?(?:{_DEVICE}|{_PROGRAM})"
    rf"|(?:von|gesendet von|gesendet mit) (?:meine[mr] |mein |dem |der )?(?:{_DEVICE}|{_PROGRAM})(?: gesendet)?"
    rf"|envoyé (?:de(?:puis)? |à partir d(?:e |'))(?:mon |un |ma )?(?:{_DEVICE}|{_PROGRAM})"
    rf"|enviado (?:desde|do|de|a partir do)(?: mi| meu)? (?:{_DEVICE}|{_PROGRAM})"
    rf"|inviato da(?:l mio)? (?:{_DEVICE}|{_PROGRAM})|verzonden vanaf mijn (?:{_DEVICE})"
    rf"|(?:skickat från min|sendt fra min|skickat från|sendt fra) (?:{_DEVICE}|{_PROGRAM})"
    rf"|odesláno z (?:mého )?(?:{_DEVICE}|iphonu|ipadu)|wysłane z (?:iphone'a|{_DEVICE})|отправлено с (?:{_DEVICE})"
    rf"|lähetetty (?:{_DEVICE}|iphonesta)|(?:{_DEVICE})から送信|从我的 ?(?:{_DEVICE}) ?发送|發自我的 ?(?:{_DEVICE})"
    rf"|내 (?:{_DEVICE})에서 보냄|get outlook for \w{{2,8}})(?: ?<[^<>\s]{{1,200}}>)?[.!]?",
    re.I,
)
CLOSING = re.compile(
    r"(?:(?:kind|best|warm|with best|many thanks and (?:kind|best))? ?regards|mit freundlichen grü(?:ß|ss)en|mfg"
    r"|viele grü(?:ß|ss)e|freundliche grü(?:ß|ss)e|beste grü(?:ß|ss)e|liebe grü(?:ß|ss)e|cordialement|saludos|un saludo|cordiali saluti"
    r"|med venlig hilsen|med vänliga hälsningar|met vriendelijke groet(?:en)?|s pozdravem|pozdrawiam|с уважением),?",
    re.I,
)
#: What is still said below a signature.
POSTSCRIPT = re.compile(
    r"\s{0,20}(?:p\.? ?p?\.? ?s\b|n\. ?b\.|post ?scriptum\b|nachtrag\b|追伸|又及|附言|постскриптум)", re.I
)
LIST_FOOTER = re.compile(r"[\w.-]{1,80} mailing list", re.I)
