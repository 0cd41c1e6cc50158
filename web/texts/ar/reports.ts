import type { Texts } from "../texts";

const texts: Texts["reports"] = {
  title: "التقارير",
  csv: "CSV",
  compare: "المقارنة مع الفترة السابقة",
  before: "قبل ذلك",
  nothing: "لا شيء لعرضه",
};

export default texts;
