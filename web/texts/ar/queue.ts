import type { Texts } from "../texts";

const texts: Texts["queue"] = {
  title: "التذاكر",
  empty: "لا توجد تذاكر هنا",
  reference: "الرقم",
  subject: "الموضوع",
  due: "الموعد",
};

export default texts;
