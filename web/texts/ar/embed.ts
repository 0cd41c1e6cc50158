import { plural } from "../format";
import type { Texts } from "../texts";

const texts: Texts["embed"] = {
  help: "المساعدة",
  title: "كيف يمكننا مساعدتك؟",
  search: "ابحث في المقالات",
  noArticles: "لا توجد مقالات بعد.",
  nothingFound: "لم يُعثر على أي مقالة.",
  found: (n) => plural(n, { one: "عُثر على مقالة واحدة", two: "عُثر على مقالتين", few: "عُثر على # مقالات", many: "عُثر على # مقالة", other: "عُثر على # مقالة" }),
};

export default texts;
