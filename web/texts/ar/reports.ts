import type { Texts } from "../texts";

const texts: Texts["reports"] = {
  title: "التقارير",
  byMail: "بالبريد",
  mailed: "التقارير المرسلة",
  csv: "CSV",
  png: "صورة",
  parquet: "Parquet",
  from: "من",
  to: "إلى",
  compare: "المقارنة مع الفترة السابقة",
  before: "قبل ذلك",
  nothing: "لا شيء لعرضه",
};

export default texts;
