import { onSubmit } from "/auth/link.js";

onSubmit("/auth/verify", "Thank you, the address is verified.");
