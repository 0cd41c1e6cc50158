export default {
  title: "My tickets",
  empty: "You have no tickets yet",
};
