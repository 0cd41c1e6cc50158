import type { Texts } from "../texts";

const texts: Texts["reports"] = {
  title: "Berichte",
  byMail: "Per Mail",
  mailed: "Gemailte Berichte",
  csv: "CSV",
  png: "Bild",
  parquet: "Parquet",
  from: "Von",
  to: "Bis",
  compare: "Mit dem Zeitraum davor vergleichen",
  before: "davor",
  nothing: "Es gibt nichts zu zeigen",
};

export default texts;
