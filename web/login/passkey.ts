import { ORIGIN } from "@/app/prefix";

/** Whether this browser has passkeys of the desk: it does under https, and at localhost. */
export const hasPasskeys = (): boolean =>
  !ORIGIN && typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** What a passkey answers; null where its person thought better of it. */
export async function askPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  return settle(navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
}

/** A new passkey; null where its person thought better of it. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  return settle(navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
}

async function settle(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const given = await asked;
    return given instanceof PublicKeyCredential ? given.toJSON() : null;
  } catch (error) {
    // Taken back, or too late: the browser does not tell which.
    if (error instanceof DOMException && error.name === "NotAllowedError") return null;
    throw error;
  }
}
