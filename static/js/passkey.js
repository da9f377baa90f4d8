/* Asks the device for a passkey: to make one (<form data-passkey="create">) or to use one ("use"). The answer goes into the
   form's hidden field, and the form is sent as any other. Where the browser cannot do it, the button stays hidden. */

/** Bytes from the base64url of the server. @param {string} text */
export function bytes(text) {
  const padded = text
    .replace(/-/g, "+")
    .replace(/_/g, "/")
    .padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

/** base64url, without padding, of what the device gave. @param {ArrayBuffer} buffer */
export function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * @typedef {{type: "public-key", id: string}} KnownKey
 * @typedef {{challenge: string, user?: {id: string, name: string, displayName: string}, excludeCredentials?: KnownKey[],
 *   allowCredentials?: KnownKey[], [name: string]: unknown}} ServerOptions with base64url where the browser wants bytes
 */

/** @param {KnownKey} known @returns {PublicKeyCredentialDescriptor} */
function keyOf(known) {
  return { ...known, id: bytes(known.id) };
}

/** The server's options as the browser wants them. @param {ServerOptions} options */
export function forBrowser({ challenge, user, excludeCredentials, allowCredentials, ...rest }) {
  return {
    ...rest,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(keyOf) }),
    ...(allowCredentials && { allowCredentials: allowCredentials.map(keyOf) }),
  };
}

/** What the device gave, as the server wants it. @param {PublicKeyCredential} credential */
export function forServer(credential) {
  const given = /** @type {Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>} */ (
    credential.response
  );
  /** @type {Record<string, string | string[]>} */
  const response = {};
  for (const part of /** @type {const} */ ([
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ])) {
    const buffer = given[part];
    if (buffer) response[part] = text(buffer);
  }
  if (given.getTransports) response.transports = given.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

class UnreachableError extends Error {}

/**
 * A part of the form; templates/parts/passkey.html has all of them.
 * @param {HTMLFormElement} form
 * @param {string} selector
 * @returns {HTMLElement}
 */
function partOf(form, selector) {
  const found = /** @type {HTMLElement | null} */ (form.querySelector(selector));
  if (!found) throw new Error(`passkey: no ${selector}`);
  return found;
}

/** @param {HTMLFormElement} form @returns {Promise<ServerOptions>} */
async function options(form) {
  const given = form.querySelector("script[type='application/json']");
  if (given) return JSON.parse(given.textContent ?? "").publicKey;
  const page = await fetch(form.action, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!page?.ok) throw new UnreachableError();
  return (await page.json()).request_options.publicKey;
}

/** @param {HTMLFormElement} form */
async function run(form) {
  const publicKey = /** @type {PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions} */ (
    /** @type {unknown} */ (forBrowser(await options(form)))
  );
  const made =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  const credential = /** @type {HTMLInputElement} */ (partOf(form, "[name=credential]"));
  credential.value = JSON.stringify(forServer(/** @type {PublicKeyCredential} */ (made)));
  form.submit();
}

/** @param {HTMLFormElement} form @param {string | undefined} words */
function tell(form, words) {
  const line = document.createElement("p");
  line.className = "invalid-feedback";
  line.textContent = words ?? "";
  partOf(form, "[data-passkey-problem]").replaceChildren(line);
}

/** @param {HTMLFormElement} form */
function enhance(form) {
  const button = /** @type {HTMLButtonElement} */ (partOf(form, "button[type=submit]"));
  button.hidden = false;
  partOf(form, "[data-passkey-missing]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await run(form);
    } catch (error) {
      // Stopped by the person, refused by the device, or not reached: nothing has changed, and they may try again.
      tell(form, error instanceof UnreachableError ? form.dataset.unreachable : form.dataset.refused);
      button.disabled = false;
    }
  });
}

if (typeof document !== "undefined" && "PublicKeyCredential" in window) {
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = document.querySelectorAll("form[data-passkey]");
  forms.forEach(enhance);
}
