import { plural } from "../format";
import type { Texts } from "../texts";

const texts: Texts["help"] = {
  title: (number) => `طلب المساعدة في التذكرة #${number}`,
  description: "اطلب من زملائك المساعدة في حل هذه التذكرة.",
  placeholder: "@رسالة تطلب المساعدة أو المشورة في هذه التذكرة...",
  send: "إرسال الطلب",
  escalate: "طلب المساعدة",
  info:
    "يُخطَر كل من تختاره فورًا ويجد رسالتك في أعلى @الإشارات لديه. " +
    "تبقى التذكرة مع صاحبها، ولا تتغير الأولوية ولا الحالة.",
  people: "الموظفون",
  find: "ابحث عن شخص",
  nobodyFound: "لا أحد بهذا الاسم.",
  message: "الرسالة",
  online: "متصل",
  offline: "غير متصل",
  away: "بعيد",
  chosen: (n) =>
    plural(n, {
      zero: "لم يُختر أحد",
      one: "اختير شخص واحد",
      two: "اختير شخصان",
      few: "اختير # أشخاص",
      many: "اختير # شخصًا",
      other: "اختير # شخص",
    }),
  sent: (reference) => `طُلبت المساعدة في ${reference}.`,
  mentions: "@الإشارات",
  escalations: "طلبات المساعدة",
  others: "الإشارات",
  noEscalations: "لا أحد يطلب مساعدتك.",
  noMentions: "لم يُشر إليك أحد بعد.",
  asks: (name) => `${name} يطلب المساعدة`,
  mentioned: (name) => `${name} أشار إليك`,
  address: "وضع علامة تمت المعالجة",
  addressed: "تمت المعالجة",
  isNew: "جديد",
  onlyOpen: "إخفاء ما تمت معالجته",
  more: "عرض المزيد",
  arrived: (name, reference) => `${name} يطلب مساعدتك في ${reference}.`,
  history: "سجل طلبات المساعدة",
  neverEscalated: "لم يطلب أحد المساعدة في هذه التذكرة.",
  askedWhom: (by, names) => `${by} سأل ${names}`,
  mentionIcon: "أُشير إلى شخص في هذه التذكرة",
  alertIcon: "طلب مساعدة ينتظر الرد",
};

export default texts;
