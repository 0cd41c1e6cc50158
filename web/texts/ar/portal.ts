import type { Texts } from "../texts";

const texts: Texts["portal"] = {
  title: "تذاكري",
  empty: "ليس لديك تذاكر بعد",
};

export default texts;
