// Sets the password of whom the link was given; its token stands behind the #, which no server sees.

const form = document.querySelector("form");
const told = document.querySelector("[role=status]");
const token = location.hash.slice(1);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  told.textContent = "…";
  try {
    const response = await fetch("/auth/password", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, password: form.elements.password.value }),
    });
    if (response.ok) {
      form.remove();
      told.textContent = "The password is set. Sign in with it.";
      return;
    }
    const { message, hint } = await response.json();
    told.textContent = [message, hint].filter(Boolean).join(". ");
  } catch {
    told.textContent = "The server cannot be reached. Try again.";
  }
});
