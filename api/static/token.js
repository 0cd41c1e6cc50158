// The pasted token: kept for this tab only, shown as who it is.

const KEY = "pgdesk token";

export function watchToken(input, output, changed) {
  input.value = sessionStorage.getItem(KEY) || "";
  let last = null;
  const look = () => {
    const token = input.value.trim().replace(/^Bearer\s+/i, "");
    if (token === last) return;
    last = token;
    sessionStorage.setItem(KEY, token);
    output.textContent = identityOf(token);
    output.className = output.textContent.includes("expired") || output.textContent === "no token" ? "bad" : "";
    changed();
  };
  for (const event of ["input", "change"]) input.addEventListener(event, look);
  look();
}

export function authorization() {
  const token = sessionStorage.getItem(KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function identityOf(token) {
  if (!token) return "guest";
  try {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    const claims = JSON.parse(atob(part));
    const who = [claims.role || "guest", claims.person_id && `person ${claims.person_id}`].filter(Boolean).join(", ");
    if (!claims.exp) return who;
    const until = new Date(claims.exp * 1000);
    return until < new Date() ? `${who}: expired` : `${who}, until ${until.toLocaleString()}`;
  } catch {
    return "no token";
  }
}
