import { formatNumber, plural } from "../format";
import type { Texts } from "../texts";

const texts: Texts["desk"] = {
  home: "لوحة المعلومات",
  greeting: (name) => `مرحبًا ${name}`,
  myQueue: "تذاكري",
  open: "مفتوحة",
  overdue: "تجاوزت تاريخ الاستحقاق",
  snoozed: "مؤجلة",
  unassigned: "غير مسندة في أقسامي",
  askedForHelp: "تنتظر مساعدتي",
  byStatus: "تذاكري المفتوحة حسب الحالة",
  sla: "مواعيدي",
  breachedOpen: "متجاوزة ومفتوحة",
  dueWithinHour: "تستحق خلال ساعة",
  breachedResolved: "متجاوزة وحُلّت",
  thirtyDays: "آخر 30 يومًا لي",
  replies: "الردود",
  resolved: "المحلولة",
  medianFirst: "وسيط الرد الأول",
  medianResolution: "وسيط الحل",
  p90Resolution: "الحل، 9 من 10 خلال",
  satisfaction: "الرضا",
  ratings: (n) =>
    plural(n, { zero: "بلا تقييمات", one: "من تقييم واحد", two: "من تقييمين", few: "من # تقييمات", many: "من # تقييمًا", other: "من # تقييم" }),
  none: "–",
  stars: (average) => `${formatNumber(average)} من 5`,
  minutes: (n) => plural(n, { one: "دقيقة", two: "دقيقتان", few: "# دقائق", many: "# دقيقة", other: "# دقيقة" }),
  hours: (n) => plural(n, { one: "ساعة", two: "ساعتان", few: "# ساعات", many: "# ساعة", other: "# ساعة" }),
  days: (n) => plural(n, { one: "يوم", two: "يومان", few: "# أيام", many: "# يومًا", other: "# يوم" }),
  notifications: "الإشعارات",
  unread: "غير مقروءة",
  all: "الكل",
  markAll: "وضع علامة مقروء على الكل",
  markRead: "وضع علامة مقروء",
  markUnread: "وضع علامة غير مقروء",
  noUnread: "لقد قرأت كل شيء.",
  noneYet: "لم يحدث شيء بعد.",
  more: "عرض المزيد",
  arrived: (title) => `جديد: ${title}`,
};

export default texts;
