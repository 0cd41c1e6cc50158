export default {
  title: "Tickets",
  empty: "No tickets here",
  reference: "Number",
  subject: "Subject",
  due: "Due",
};
