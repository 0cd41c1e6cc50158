import type { Texts } from "../texts";

const texts: Texts["login"] = {
  title: "تسجيل الدخول",
  email: "عنوان البريد",
  password: "كلمة المرور",
  signIn: "تسجيل الدخول",
  factorTitle: "خطوة أخرى",
  code: "رمز تطبيق المصادقة",
  recovery: "رمز الاسترداد",
  useRecovery: "استخدم رمز استرداد",
  useCode: "استخدم رمز التطبيق",
  go: "متابعة",
  forgot: "نسيت كلمة المرور؟",
  endedTitle: "انتهت جلستك",
  ended: "سجّل الدخول من جديد، ثم يستأنف ما كنت تفعله.",
};

export default texts;
