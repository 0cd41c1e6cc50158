export default {
  title: "Reports",
  csv: "CSV",
  compare: "Compare with the period before",
  before: "before",
  nothing: "There is nothing to show",
};
