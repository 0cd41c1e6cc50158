import type { Texts } from "../texts";

const texts: Texts["create"] = {
  title: "كيف يمكننا مساعدتك؟",
  choose: "ما الموضوع؟",
  other: "شيء آخر",
  otherText: "صِفه بكلماتك.",
  change: "اختر نموذجاً آخر",
  name: "اسمك",
  email: "عنوان بريدك",
  emailHint: "إليه تُرسل الأجوبة مع رابط إلى تذكرتك.",
  subject: "الموضوع",
  description: "الوصف",
  descriptionHint: "ماذا حدث، وماذا توقعت، ومنذ متى؟",
  priority: "الأولوية",
  department: "القسم",
  anyDepartment: "لا أعرف",
  none: "اختر من فضلك",
  send: "إرسال الطلب",
  checking: "نتحقق من أنك لست برنامجاً…",
  suggested: "لعل هذا يفيدك",
  missing: "هذا مطلوب.",
  draft: "عادت مسودتك.",
  discard: "حذف المسودة",
  thanks: "وصلنا طلبك",
  thanksNumber: (reference) => `رقمه ${reference}.`,
  thanksMail: (email) => `رسالة فيها رابط إليه في طريقها إلى ${email}.`,
  created: "فُتحت تذكرتك.",
  guestClosed: "سجّل الدخول من فضلك لإرسال طلب.",
  haveAccount: "لديك حساب؟",
};

export default texts;
