// Sends the second factor that a sign-in waits for; then the browser goes where the sign-in is to lead.

const form = document.querySelector("form");
const told = document.querySelector("[role=status]");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  told.textContent = "…";
  const code = form.code.value.trim();
  const factor = /^[0-9 ]+$/.test(code) ? { totp: code.replaceAll(" ", "") } : { recovery_code: code };
  try {
    const response = await fetch("/auth/factor", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ challenge: form.dataset.challenge, as_cookies: true, ...factor }),
    });
    if (response.ok) {
      location.replace(form.dataset.target);
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
