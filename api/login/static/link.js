// Sends the token of a link, which stands behind the # where no server sees it, with what its page asks for.

export function onSubmit(path, done, fields = () => ({})) {
  const form = document.querySelector("form");
  const told = document.querySelector("[role=status]");
  const token = location.hash.slice(1);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "…";
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token, ...fields(form) }),
      });
      if (response.ok) {
        form.remove();
        told.textContent = done;
        return;
      }
      const { message, hint } = await response.json();
      told.textContent = [message, hint].filter(Boolean).join(". ");
    } catch {
      told.textContent = "The server cannot be reached. Try again.";
    }
  });
  // Not before: the browser would submit the form by itself.
  form.querySelector("button").disabled = false;
}
