// Changes the token of a link, which stands behind the # where no server sees it, for one that is good in /rest, and
// shows the one ticket that it opens. Nothing is used up by looking.

const find = (selector) => document.querySelector(selector);
const tell = (text) => { find("[role=status]").textContent = text; };
let access;

async function ask(path, body) {
  const headers = access ? { Authorization: `Bearer ${access.access_token}` } : {};
  const response = await fetch(path, body
    ? { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) }
    : { headers });
  const answer = await response.json();
  if (!response.ok) throw new Error([answer.message, answer.hint].filter(Boolean).join(". "));
  return answer;
}

function show(ticket) {
  find("h1").textContent = `${ticket.reference}: ${ticket.subject}`;
  find("#status").textContent = ticket.statuses.label;
  const texts = [[ticket.requester_name, ticket.description], ...ticket.messages.map((m) => [m.author_name, m.body])];
  find("#thread").replaceChildren(...texts.filter(([, body]) => body).flatMap(([name, body]) => {
    const author = document.createElement("h2");
    const text = document.createElement("p");
    author.textContent = name ?? "pgdesk";
    text.textContent = body;
    text.style.whiteSpace = "pre-wrap";
    return [author, text];
  }));
  find("#rate").hidden = !["solved", "closed"].includes(ticket.status_category);
  find("main").hidden = false;
}

async function load() {
  const fields = "reference,subject,description,status_category,requester_name,statuses(label),messages(author_name,body)";
  const query = `ticket_id=eq.${access.ticket_id}&select=${fields}&messages.order=message_id`;
  show((await ask(`/rest/tickets?${query}`))[0]);
}

function onSubmit(id, verb, read, done) {
  const form = find(id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell("…");
    try {
      await ask(`/rest/rpc/${verb}`, { ticket_id: access.ticket_id, ...read(form.elements) });
      form.reset();
      await load();
      tell(done);
    } catch (error) {
      tell(error.message);
    }
  });
  // Not before: the browser would submit the form by itself.
  form.querySelector("button").disabled = false;
}

try {
  const [token, wish] = location.hash.slice(1).split("&");
  access = await ask("/auth/guest", { token });
  await load();
  // A mail's stars lead here with an answer, which its reader sends.
  if (/^rating=[1-5]$/.test(wish) && !find("#rate").hidden) {
    find("[name=rating]").value = wish.at(-1);
    find("#rate button").focus();
  }
  onSubmit("#reply", "reply", ({ body }) => ({ body: body.value }), "Thank you, your answer is there.");
  onSubmit("#rate", "rate_ticket", ({ rating, comment }) => ({
    rating: Number(rating.value), ...(comment.value.trim() ? { comment: comment.value } : {}),
  }), "Thank you.");
  tell("");
} catch (error) {
  tell(error.message);
}
