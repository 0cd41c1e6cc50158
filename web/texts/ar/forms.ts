import type { Texts } from "../texts";

const texts: Texts["forms"] = {
  restored: "كان هذا قد بُدئ من قبل؛ عاد ما كُتب إلى هنا.",
  discard: "تجاهله",
  elsewhere: (fields) => `غيّر شخص آخر هذا في الأثناء: ${fields}. ما كُتب هنا باقٍ ويحل محله عند الحفظ.`,
  takeTheirs: "خذ قيمهم",
  leaveTitle: "المغادرة دون حفظ؟",
  leaveText: "ما غُيّر هنا لم يُحفظ بعد.",
  leave: "غادر دون حفظ",
  stay: "ابقَ هنا",
};
export default texts;
