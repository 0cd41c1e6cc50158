export default {
  title: "Reports",
  byMail: "By mail",
  mailed: "Mailed reports",
  csv: "CSV",
  png: "Picture",
  parquet: "Parquet",
  from: "From",
  to: "To",
  compare: "Compare with the period before",
  before: "before",
  nothing: "There is nothing to show",
};
