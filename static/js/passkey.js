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

/** The server's options as the browser wants them. @param {Record<string, any>} options */
export function asked(options) {
  const wanted = { ...options, challenge: bytes(options.challenge) };
  if (options.user) wanted.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) wanted[list] = options[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return wanted;
}

/** What the device gave, as the server wants it. @param {PublicKeyCredential} credential */
export function answer(credential) {
  const response = {};
  for (const part of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
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

/** @param {HTMLFormElement} form */
async function options(form) {
  const given = form.querySelector("script[type='application/json']");
  if (given) return JSON.parse(given.textContent ?? "").publicKey;
  const page = await fetch(form.action, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!page?.ok) throw new UnreachableError();
  return (await page.json()).request_options.publicKey;
}

/** @param {HTMLFormElement} form */
async function run(form) {
  const publicKey = asked(await options(form));
  const made =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  form.querySelector("[name=credential]").value = JSON.stringify(answer(made));
  form.submit();
}

/** @param {HTMLFormElement} form @param {string | undefined} words */
function tell(form, words) {
  const line = document.createElement("p");
  line.className = "invalid-feedback";
  line.textContent = words ?? "";
  form.querySelector("[data-passkey-problem]").replaceChildren(line);
}

/** @param {HTMLFormElement} form */
function enhance(form) {
  const button = form.querySelector("button[type=submit]");
  button.hidden = false;
  form.querySelector("[data-passkey-missing]").hidden = true;
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
  document.querySelectorAll("form[data-passkey]").forEach(enhance);
}
