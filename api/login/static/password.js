import { onSubmit } from "/auth/link.js";

onSubmit("/auth/password", "The password is set. Sign in with it.", (form) => ({
  password: form.elements.password.value,
}));
