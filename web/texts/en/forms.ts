export default {
  restored: "You had begun this before; what you typed is here again.",
  discard: "Discard it",
  elsewhere: (fields: string) => `Somebody else has changed this meanwhile: ${fields}. What you typed stands, and replaces it when you save.`,
  takeTheirs: "Take theirs",
  leaveTitle: "Leave without saving?",
  leaveText: "What you changed here is not saved yet.",
  leave: "Leave without saving",
  stay: "Stay here",
};
