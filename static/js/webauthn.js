// Passkeys. A form [data-webauthn] asks the device first and then posts what it answered in its field "credential":
//   create  makes a passkey from the options in the JSON of #<data-options>
//   get     uses one, with the options in #<data-options>
//   login   uses one, with options fetched from the form's own address
// Elements [data-passkeys] are shown where the browser and the address allow passkeys.
import { all, on } from "./dom.js";

const possible = Boolean(window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|:/.test(location.hostname));
for (const part of all("[data-passkeys]")) part.hidden = !possible;

const bytes = (text) => {
  const base = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base.padEnd(Math.ceil(base.length / 4) * 4, "=")), (char) => char.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

async function create({ publicKey: given }, alone) {
  const publicKey = {
    ...given,
    challenge: bytes(given.challenge),
    user: { ...given.user, id: bytes(given.user.id) },
    excludeCredentials: ids(given.excludeCredentials),
    authenticatorSelection: {
      ...given.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    },
    extensions: { ...given.extensions, credProps: true },
  };
  const made = await navigator.credentials.create({ publicKey });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() || [],
  });
}

async function get({ publicKey: given }) {
  const publicKey = { ...given, challenge: bytes(given.challenge), allowCredentials: ids(given.allowCredentials) };
  const used = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = used.response;
  return answer(used, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

const answer = (credential, response) => ({
  type: credential.type,
  id: credential.id,
  rawId: text(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
});

function say(form, message) {
  const place = form.querySelector("[data-error]");
  place.textContent = message;
  place.hidden = !message;
}

const REASONS = {
  NotAllowedError: "The device did not answer, or you stopped it. Try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys need the site’s own name over https, not a number. Open it by name, such as localhost.",
};

on("submit", "form[data-webauthn]", async (event, form) => {
  if (form.dataset.done) return;
  event.preventDefault();
  if (!possible) {
    say(form, window.PublicKeyCredential ? REASONS.SecurityError : "This browser has no passkeys.");
    return;
  }
  say(form, "");
  const field = form.querySelector("[name=credential]");
  const kind = form.dataset.webauthn;
  try {
    let options;
    if (kind === "login") {
      const response = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      options = (await response.json()).request_options;
    } else {
      options = JSON.parse(document.getElementById(form.dataset.options).textContent);
    }
    const alone = Boolean(form.querySelector("[name=passwordless]")?.checked);
    field.value = JSON.stringify(kind === "create" ? await create(options, alone) : await get(options));
    form.dataset.done = "1";
    form.submit();
  } catch (error) {
    say(form, REASONS[error.name] || "It did not work. Try again, or use your password.");
  }
});
